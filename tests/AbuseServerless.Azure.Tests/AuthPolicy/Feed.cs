using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.AuthPolicy;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Queue;
using AbuseServerless.Suspensions;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Azure.Tests.AuthPolicy;

/// <summary>What a worker or a gate hears of the suspensions.</summary>
internal sealed class Feed : IDisposable
{
    private Feed(SuspensionSnapshot snapshot, EnforcementSwitch enforcement, QueueCommandSet commands, SuspensionFeed feeding) =>
        (Snapshot, Enforcement, Commands, Feeding) = (snapshot, enforcement, commands, feeding);

    public QueueCommandSet Commands { get; }

    public EnforcementSwitch Enforcement { get; }

    public SuspensionSnapshot Snapshot { get; }

    public SuspensionFeed Feeding { get; }

    public static Feed On(string storage, FakeTimeProvider time, ILogger<SuspensionFeed>? log = null)
    {
        var client = new TableClientOptions();
        client.Retry.MaxRetries = 0;
        return On(new Tables(TestStorage.Open(storage, client)), time, log);
    }

    public static Feed On(Tables tables, FakeTimeProvider time, ILogger<SuspensionFeed>? log = null)
    {
        var snapshot = new SuspensionSnapshot(time);
        var enforcement = new EnforcementSwitch(Options.Create(new EnforcementOptions()));
        var commands = new QueueCommandSet(time);
        return new Feed(snapshot, enforcement, commands, new SuspensionFeed(
            snapshot,
            new StandingReader(tables, withQueueCommands: true),
            new EnforcementTable(tables, new AuditTable(tables), time),
            enforcement,
            Options.Create(new AuthPolicyOptions()),
            time,
            log ?? NullLogger<SuspensionFeed>.Instance,
            commands));
    }

    public void Dispose() => Feeding.Dispose();
}
