using System.Net;
using AbuseServerless.Accounts;
using AbuseServerless.Allowances;
using AbuseServerless.Detection.Account;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Quotas;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Upgrade.Tests.Tables;

/// <summary>All rows of the tables after the story, and a backup of it.</summary>
internal static class TableFiles
{
    public const string All = "tables.jsonl";
    public const string Backup = "state.jsonl";

    /// <summary>Domain of a recipient, as a number.</summary>
    public const ulong Domain = 0x0123456789ABCDEF;

    public static readonly string[] Countries = ["JP", "US", "BR", "CN", "DE", "FR", "GB", "IN", "KR", "RU"];

    public static int Minute => (int)(Story.Noon.ToUnixTimeSeconds() / 60);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task WriteAsync(string folder)
    {
        await using var cloud = await Cloud.StartAsync();
        await cloud.Recorder.RecordAsync([.. Countries.Select((_, number) => Login(Story.Bot, number, 1 + number)), .. Countries.Take(5).Select((_, number) => Login(Story.Traveller, number, 20 + number)), Login(Story.Alice, 0, 30)], Cancellation);
        await cloud.Suspensions.SuspendAsync(Story.Complained, Story.Until - Story.Noon, Story.Operator, Story.Reason, Cancellation);
        await cloud.Suspensions.SuspendAsync(Story.Alice, null, Story.Operator, Story.Reason, Cancellation);
        cloud.Time.Advance(TimeSpan.FromMinutes(1));
        await cloud.Suspensions.ResumeAsync(Story.Alice, Judgement.FalsePositive, Story.Operator, "On a cruise", Cancellation);
        await cloud.Exemptions.PutAsync(Exemption.Of(ExemptionKind.Network, "192.0.2.0/24", Story.Operator, Story.Reason, Story.Noon) with { WatchOnly = true, Until = Story.Until }, Cancellation);
        await cloud.Allowances.SetAsync(new Allowance(AllowanceSubject.Parse("alice@example.jp"), ["US", "JP"]) { By = Story.Operator, Reason = Story.Reason, Since = Story.Noon }, Cancellation);
        await cloud.Plans.SetAsync(Basic, [PlanPattern.Parse("*@example.jp")], Cancellation);
        await cloud.Usage.ChangeAsync(Story.Bot, null, _ => Used("gate-1", 3, 40), Cancellation);
        await cloud.Enforcement.SetAsync(EnforcementMode.Enforce, Story.Operator, Story.Reason, Cancellation);

        await cloud.SaveAsync(Path.Combine(folder, All));
        await using var backup = File.Create(Path.Combine(folder, Backup));
        await cloud.Backup.WriteAsync(backup, Cancellation);
    }

    public static Plan Basic { get; } = new("basic")
    {
        Limits = new QuotaLimits { MessagesPerHour = 100, RecipientsPerDay = 500, DomainsPerHour = 30 },
        Answer = QuotaAnswer.Parse("DEFER_IF_PERMIT"),
        By = Story.Operator,
        Reason = Story.Reason,
        Since = Story.Noon,
    };

    /// <summary>A login from one of <see cref="Countries"/>, in a network of its own.</summary>
    public static LocatedEvent Login(AccountName account, int country, long number) => new(
        new AuthEvent(Story.Noon.AddMinutes(-number), account, IPAddress.Parse($"192.0.2.{country + 1}"), true, 1), Place.Of(Countries[country], 10 * country, country), new EventPosition(3, number, Story.Noon), 0, 64_500 + country);

    public static SharedUsage Used(string writer, int messages, int recipients) => SharedUsage.Empty with
    {
        Writers = SharedUsage.Empty.Writers.Add(writer, [new MinuteCount(Minute, messages, recipients)]),
        Domains = SharedUsage.Empty.Domains.Add(Domain, Minute),
    };
}
