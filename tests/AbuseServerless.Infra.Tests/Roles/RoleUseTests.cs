using AbuseServerless.Accounts;
using AbuseServerless.Allowances;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Allowances;
using AbuseServerless.Azure.AuthPolicy;
using AbuseServerless.Azure.Exemptions;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Presence;
using AbuseServerless.Azure.Queue;
using AbuseServerless.Azure.Quotas;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Exemptions;
using AbuseServerless.Local.Processes;
using AbuseServerless.Queue;
using AbuseServerless.Quotas;
using AbuseServerless.Suspensions;
using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Infra.Tests.Roles;

/// <summary>What each party does works with the roles that the template gives it, and what it must not do does not: the code's own requests, against a real Azurite behind the roles.</summary>
public sealed class RoleUseTests
{
    private static readonly AccountName Bot = AccountName.Parse("bot@example.jp");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gate_reads_what_it_obeys_and_writes_to_its_own_table_only()
    {
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions(), Cancellation);
        var everything = new Identity(new Tables(StorageConnection.Open(azurite.ConnectionString)));
        await everything.Suspensions.SuspendAsync(Bot, null, "noc", "x", Cancellation);
        await everything.Enforcement.SetAsync(EnforcementMode.Enforce, "noc", "x", Cancellation);
        await MakeAsync(azurite, Tables.Gates);

        var gate = await Identity.OfAsync("gate", azurite);
        var snapshot = new SuspensionSnapshot(TimeProvider.System);
        var enforcement = new EnforcementSwitch(Options.Create(new EnforcementOptions()));
        using var feed = new SuspensionFeed(
            snapshot, new StandingReader(gate.Tables), gate.Enforcement, enforcement, Options.Create(new AuthPolicyOptions()), TimeProvider.System, NullLogger<SuspensionFeed>.Instance);
        await feed.ReloadAsync(Cancellation);
        await feed.RefreshAsync(Cancellation);
        Assert.Equal((true, true), (snapshot.IsSuspended(Bot), enforcement.IsOn));

        await new PresenceTable(gate.Tables).WriteAsync(new PresenceRow { Kind = "gate", Name = "mx1:1", Version = "1.0.0", Started = DateTimeOffset.UnixEpoch.AddYears(50), Time = DateTimeOffset.UnixEpoch.AddYears(50) }, Cancellation);
        await new RefusedAttemptTable(gate.Tables).WriteAsync([new(Bot, DateTimeOffset.UnixEpoch.AddYears(50))], Cancellation);
        await new RefusedAttemptTable(everything.Tables).FoldAsync(Cancellation);
        Assert.NotNull((await everything.Suspensions.FindAsync(Bot, Cancellation))!.LastAttempt);

        await everything.Plans.SetAsync(Named("basic"), [PlanPattern.Parse("*")], Cancellation);
        Assert.Single((await gate.Plans.ReadAsync(Cancellation)).Given);
        Assert.NotNull(await gate.Plans.FindVersionAsync(Cancellation));
        await everything.Allowances.SetAsync(Allowed(), Cancellation);
        Assert.Equal(1, (await gate.Allowances.ReadRulesAsync(Cancellation)).Count);
        await DeniedAsync(() => gate.Tables.RunAsync(Tables.Allowances, "x", table => table.UpsertEntityAsync(new TableEntity("allowances", "s:@example.jp"), TableUpdateMode.Replace, Cancellation), Cancellation));

        var usage = new MailUsageTable(gate.Tables, TimeProvider.System);
        var row = await usage.ChangeAsync(Bot, null, known => known, Cancellation);
        await usage.ChangeAsync(Bot, row, known => known, Cancellation);
        await DeniedAsync(() => gate.Tables.RunAsync(Tables.Plans, "x", table => table.UpsertEntityAsync(new TableEntity("plans", "p:basic"), TableUpdateMode.Replace, Cancellation), Cancellation));

        var command = QueueCommand.Of(QueueCommandKind.Delete, Bot, TimeProvider.System.GetUtcNow(), "noc", "x");
        await everything.Audit.RecordAsync(command, Cancellation);
        Assert.Equal(command, Assert.Single(await new StandingReader(gate.Tables).ReadCommandsAsync(command.Time.AddHours(-1), command.Time, Cancellation).ToListAsync(Cancellation)));
        await new QueueAnswerTable(gate.Tables).WriteAsync("mx1", new QueueAnswer(command.Id, command.Time, 1), Cancellation);
        await new QueueActTable(gate.Tables).WriteAsync("mx1", [new(command.Time, QueueAct.Held, Bot.Value, 1, 1, null)], Cancellation);
        await DeniedAsync(() => gate.Audit.RecordAsync(command with { Account = AccountName.Parse("other") }, Cancellation));

        await DeniedAsync(() => gate.Suspensions.AmendAsync(Bot, new Amendment { Reason = "y" }, "thief", Cancellation));
        await DeniedAsync(() => gate.Suspensions.SuspendAsync(AccountName.Parse("other"), null, "thief", "x", Cancellation));
        await DeniedAsync(() => gate.Suspensions.ResumeAsync(Bot, Judgement.None, "thief", "x", Cancellation));
        await DeniedAsync(() => gate.Enforcement.SetAsync(EnforcementMode.Observe, "thief", "x", Cancellation));
        await DeniedAsync(() => gate.Exemptions.PutAsync(Exemption.Of(ExemptionKind.Country, "JP", "thief", "x", DateTimeOffset.UnixEpoch.AddYears(50)), Cancellation));
        await DeniedAsync(() => gate.Exemptions.ReadAsync(Cancellation).ToListAsync(Cancellation).AsTask());
        await DeniedAsync(() => gate.Activity.FindAsync(Bot, Cancellation));
        await DeniedAsync(() => gate.Audit.RecordAsync(new OperatorAct(DateTimeOffset.UnixEpoch.AddYears(50), OperatorActKind.DeadLettersRemoved, "thief", "x"), Cancellation));
    }

    [Fact]
    public async Task An_operator_does_what_operators_do_and_changes_nothing_on_record()
    {
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions(), Cancellation);
        foreach (var table in new[] { Tables.AuditLog, Tables.Suspensions, Tables.Exemptions, Tables.DeadLetters, Tables.Gates, Tables.Plans, Tables.Allowances, ActivityTable.NameOf(AccountBucket.Of(Bot)) })
        {
            await MakeAsync(azurite, table);
        }

        var now = DateTimeOffset.UnixEpoch.AddYears(50);
        var one = await Identity.OfAsync("operator", azurite);
        Assert.True((await one.Suspensions.SuspendAsync(Bot, TimeSpan.FromHours(1), "noc", "x", Cancellation)).Changed);
        Assert.True((await one.Suspensions.AmendAsync(Bot, new Amendment { Reason = "y" }, "noc", Cancellation)).Changed);
        Assert.True((await one.Suspensions.ResumeAsync(Bot, Judgement.FalsePositive, "noc", "x", Cancellation)).Changed);
        Assert.True((await one.Suspensions.SuspendAsync(AccountName.Parse("mistyped"), null, "noc", "x", Cancellation)).Changed);
        Assert.True((await one.Suspensions.RemoveAsync(AccountName.Parse("mistyped"), "noc", "x", Cancellation)).Changed);
        await one.Exemptions.PutAsync(Exemption.Of(ExemptionKind.Country, "JP", "noc", "x", now), Cancellation);
        Assert.NotNull(await one.Exemptions.RemoveAsync(ExemptionKind.Country, "JP", now, "noc", "x", Cancellation));
        await one.Plans.SetAsync(Named("basic"), [PlanPattern.Parse("*")], Cancellation);
        Assert.True(await one.Plans.RemoveAsync("basic", [], now, "noc", "x", Cancellation));
        Assert.True((await one.Allowances.SetAsync(Allowed(), Cancellation)).Changed);
        Assert.NotNull(await one.Allowances.RemoveAsync(AllowanceSubject.Parse("@example.jp"), now, "noc", "x", Cancellation));
        await one.Enforcement.SetAsync(EnforcementMode.Observe, "noc", "x", Cancellation);
        Assert.Equal(0, await new DeadLetterTable(one.Tables).RemoveAsync([("auth-events", 0, 1, now)], Cancellation));
        await one.Audit.RecordAsync(new OperatorAct(now, OperatorActKind.DeadLettersRemoved, "noc", "x"), Cancellation);

        await one.Audit.RecordAsync(QueueCommand.Of(QueueCommandKind.Delete, Bot, now, "noc", "x"), Cancellation);
        Assert.Empty(await new QueueAnswerTable(one.Tables).ReadAsync("0", "9", Cancellation).ToListAsync(Cancellation));

        var record = await one.Tables.SweepAsync(Tables.AuditLog, "audit log", "", Cancellation).ToListAsync(Cancellation);
        Assert.Equal(14, record.Count);
        var row = record[0];
        await DeniedAsync(() => one.Tables.RunAsync(Tables.AuditLog, "x", log => log.UpsertEntityAsync(row, TableUpdateMode.Replace, Cancellation), Cancellation));
        await DeniedAsync(() => one.Tables.RunAsync(Tables.AuditLog, "x", log => log.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Merge, Cancellation), Cancellation));
        await DeniedAsync(() => one.Tables.RunAsync(Tables.AuditLog, "x", log => log.DeleteEntityAsync(row, cancellationToken: Cancellation), Cancellation));
        await DeniedAsync(() => one.Tables.RunAsync(Tables.AuditLog, "x", log => log.SubmitTransactionAsync([new(TableTransactionActionType.Delete, row)], Cancellation), Cancellation));
    }

    private static Allowance Allowed() => new(AllowanceSubject.Parse("@example.jp"), ["JP"]) { By = "noc", Reason = "x", Since = DateTimeOffset.UnixEpoch.AddYears(50) };

    private static Plan Named(string name) => new(name) { By = "noc", Reason = "x", Since = DateTimeOffset.UnixEpoch.AddYears(50) };

    private static async Task DeniedAsync(Func<Task> request) => Assert.Equal(StorageFault.Denied, (await Assert.ThrowsAsync<StorageException>(request)).Fault);

    // As the template does.
    private static async Task MakeAsync(Azurite azurite, string table) => await new TableServiceClient(azurite.ConnectionString).CreateTableIfNotExistsAsync(table, Cancellation);

    private sealed class Identity(Tables tables)
    {
        public Tables Tables { get; } = tables;

        public AuditTable Audit { get; } = new(tables);

        public ActivityTable Activity { get; } = new(tables);

        public ExemptionTable Exemptions { get; } = new(tables, new AuditTable(tables));

        public AllowanceTable Allowances { get; } = new(tables, new AuditTable(tables));

        public PlanTable Plans { get; } = new(tables, new AuditTable(tables));

        public EnforcementTable Enforcement { get; } = new(tables, new AuditTable(tables), TimeProvider.System);

        public SuspensionTable Suspensions { get; } = new(
            tables, new AuditTable(tables), new ActivityTable(tables), new SuspensionRules(Options.Create(new EnforcementOptions())), TimeProvider.System);

        public static async Task<Identity> OfAsync(string party, Azurite azurite)
        {
            var options = new TableClientOptions();
            options.AddPolicy(new RoleRequests(await Party.RightsAsync(party)), HttpPipelinePosition.PerCall);
            return new Identity(new Tables(StorageConnection.Open(azurite.ConnectionString, options)));
        }
    }
}
