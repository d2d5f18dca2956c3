using AbuseServerless.Accounts;
using AbuseServerless.Allowances;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Exemptions;
using AbuseServerless.Quotas;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Upgrade.Tests.Tables;

public sealed class TableTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(WrittenVersion.All), MemberType = typeof(WrittenVersion))]
    public async Task What_is_remembered_of_accounts_is_read_and_counts_on(string version)
    {
        await using var cloud = await Cloud.OfAsync(version);
        var bot = await FindAsync(cloud, Story.Bot);
        Assert.Equal(TableFiles.Countries.Order(StringComparer.Ordinal), bot.Activity.Places.Select(place => place.Place.Country).Order(StringComparer.Ordinal));
        Assert.Equal((Verdict.Suspend, "Countries", 10L), (bot.Decision?.Verdict, bot.Decision?.Net, bot.Decision?.Measured));
        Assert.Equal(TableFiles.Countries.Order(StringComparer.Ordinal), bot.Decision!.Countries.Select(evidence => evidence.Country).Order(StringComparer.Ordinal));

        // Had it been forgotten what was counted or where the account was, these five would not be enough.
        var traveller = await FindAsync(cloud, Story.Traveller);
        Assert.Equal((Verdict.Watch, 5), (traveller.Decision?.Verdict, traveller.Activity.Places.Count));
        await cloud.Recorder.RecordAsync([.. Enumerable.Range(5, 5).Select(country => TableFiles.Login(Story.Traveller, country, 40 + country))], Cancellation);

        Assert.Equal(10, (await FindAsync(cloud, Story.Traveller)).Activity.Places.Count);
        Assert.Equal(SuspensionState.Active, (await cloud.Suspensions.FindAsync(Story.Traveller, Cancellation))?.State);
        Assert.Equal(10, (await FindAsync(cloud, Story.Bot)).Activity.Places.Count);

        // What was applied is not applied again.
        Assert.Equal(new EventPosition(3, 10, Story.Noon), Assert.Single(bot.Activity.Applied));
        Assert.True(bot.Activity.IsApplied(new EventPosition(3, 10, Story.Noon)));
    }

    [Theory]
    [MemberData(nameof(WrittenVersion.All), MemberType = typeof(WrittenVersion))]
    public async Task Suspensions_and_what_is_due_about_them_go_on(string version)
    {
        await using var cloud = await Cloud.OfAsync(version);
        Assert.Equal(SuspensionState.Active, (await cloud.Suspensions.FindAsync(Story.Bot, Cancellation))?.State);
        Assert.Equal(SuspensionState.Watched, (await cloud.Suspensions.FindAsync(Story.Traveller, Cancellation))?.State);
        var complained = await cloud.Suspensions.FindAsync(Story.Complained, Cancellation);
        Assert.Equal((SuspensionState.Active, Story.Until, Story.Operator, Story.Reason), (complained?.State, complained?.Until, complained?.By, complained?.Reason));
        var alice = await cloud.Suspensions.FindAsync(Story.Alice, Cancellation);
        Assert.Equal((SuspensionState.Lifted, Judgement.FalsePositive, 2), (alice?.State, alice?.Judgement, alice?.Transitions));
        Assert.Equal("On a cruise", alice?.Ended?.Reason);
        var recorded = await EntriesAsync(cloud);

        cloud.Time.SetUtcNow(Story.Until.AddMinutes(1));
        await cloud.Suspensions.DoDueAsync(Cancellation);
        await cloud.Suspensions.DoDueAsync(Cancellation);

        Assert.Equal(SuspensionState.Active, (await cloud.Suspensions.FindAsync(Story.Bot, Cancellation))?.State);
        Assert.Equal(SuspensionState.Expired, (await cloud.Suspensions.FindAsync(Story.Complained, Cancellation))?.State);
        await cloud.Suspensions.ResumeAsync(Story.Bot, Judgement.Abuse, Story.Operator, "Password changed", Cancellation);
        var bot = await cloud.Suspensions.FindAsync(Story.Bot, Cancellation);
        Assert.Equal((SuspensionState.Lifted, Judgement.Abuse), (bot?.State, bot?.Judgement));
        Assert.NotNull(bot?.Decision);
        Assert.Equal(recorded, (await EntriesAsync(cloud)).Take(recorded.Count));
    }

    [Theory]
    [MemberData(nameof(WrittenVersion.All), MemberType = typeof(WrittenVersion))]
    public async Task What_operators_have_set_is_read_and_can_be_changed(string version)
    {
        await using var cloud = await Cloud.OfAsync(version);
        var exemption = await cloud.Exemptions.FindAsync(ExemptionKind.Network, "192.0.2.0/24", Cancellation);
        Assert.Equal((true, Story.Until, Story.Reason), (exemption?.WatchOnly, exemption?.Until, exemption?.Reason));
        Assert.Equal(["JP", "US"], (await cloud.Allowances.FindAsync(AllowanceSubject.Of(Story.Alice), Cancellation))?.Countries);
        var mode = await cloud.Enforcement.FindAsync(Cancellation);
        Assert.Equal((EnforcementMode.Enforce, Story.Operator), (mode?.Mode, mode?.By));
        var plans = await cloud.Plans.ReadAsync(Cancellation);
        Assert.Equivalent(TableFiles.Basic, Assert.Single(plans.Plans), strict: true);
        Assert.Equal(new(PlanPattern.Parse("*@example.jp"), "basic"), Assert.Single(plans.Given));

        await cloud.Plans.SetAsync(TableFiles.Basic with { Limits = new QuotaLimits { MessagesPerDay = 9 } }, [PlanPattern.Parse("*")], Cancellation);

        var changed = await cloud.Plans.ReadAsync(Cancellation);
        Assert.Equal(9, Assert.Single(changed.Plans).Limits.MessagesPerDay);
        Assert.Equal(2, changed.Given.Count);
    }

    [Theory]
    [MemberData(nameof(WrittenVersion.All), MemberType = typeof(WrittenVersion))]
    public async Task What_a_gate_of_that_version_counted_adds_to_what_one_of_this_version_counts(string version)
    {
        await using var cloud = await Cloud.OfAsync(version);
        var row = await cloud.Usage.FindAsync(Story.Bot, Cancellation);
        Assert.Equal((3, 40, 1), Used(row!.Usage));

        await cloud.Usage.ChangeAsync(Story.Bot, row, usage => usage with { Writers = usage.Writers.Add("gate-2", TableFiles.Used("gate-2", 4, 5).Writers["gate-2"]) }, Cancellation);

        Assert.Equal((7, 45, 1), Used((await cloud.Usage.FindAsync(Story.Bot, Cancellation))!.Usage));
    }

    private static (int Messages, int Recipients, int Domains) Used(SharedUsage usage) =>
        (usage.Used(QuotaMeasure.Messages, true, TableFiles.Minute), usage.Used(QuotaMeasure.Recipients, false, TableFiles.Minute), usage.Used(QuotaMeasure.Domains, true, TableFiles.Minute));

    private static async Task<(AccountActivity Activity, Decision? Decision)> FindAsync(Cloud cloud, AccountName account)
    {
        var row = await cloud.Activity.FindAsync(account, Cancellation);
        var activity = row?.Read();
        Assert.NotNull(activity);
        return (activity, row!.Decision);
    }

    // Each in a line.
    private static async Task<IReadOnlyList<string>> EntriesAsync(Cloud cloud)
    {
        var entries = new List<string>();
        await foreach (var entry in cloud.Audit.ReadEntriesAsync(null, Cancellation))
        {
            entries.Add(entry switch
            {
                { Transition: { } transition } => $"{transition.Account} {transition.State} {transition.By} {transition.Since:O}",
                { Exemption: { } exemption } => $"{exemption.Exemption.Value}",
                { Enforcement: { } enforcement } => $"{enforcement.Mode}",
                { Act: { } act } => $"{act.Kind} {act.Reason}",
                _ => "?",
            });
        }

        Assert.DoesNotContain("?", entries);
        return entries;
    }
}
