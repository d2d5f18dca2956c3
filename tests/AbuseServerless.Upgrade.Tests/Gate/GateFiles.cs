using AbuseServerless.Allowances;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Gate.Allowances;
using AbuseServerless.Gate.Snapshots;
using AbuseServerless.Queue;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Upgrade.Tests.Gate;

/// <summary>What a gate keeps on disk to know at its next start: suspensions with the mode and the commands about queued mail, and allowances.</summary>
internal static class GateFiles
{
    public static void Write(string folder)
    {
        var time = new FakeTimeProvider(Story.Noon);
        var snapshot = new SuspensionSnapshot(time);
        snapshot.BeginReload();
        snapshot.Apply(new AccountStanding(Story.Bot, SuspensionState.Active, null, 2));
        snapshot.Apply(new AccountStanding(Story.Complained, SuspensionState.Active, Story.Until, 1));
        snapshot.Apply(new AccountStanding(Story.Traveller, SuspensionState.Watched, null, 1) { Since = Story.Noon.AddHours(-1) });
        snapshot.Apply(new AccountStanding(Story.Alice, SuspensionState.Lifted, null, 3) { Verdicts = [new SuspensionVerdict(1, 3, Judgement.FalsePositive)] });
        snapshot.EndReload();
        var enforcement = NewSwitch();
        enforcement.Apply(new EnforcementChange(EnforcementMode.Enforce, Story.Noon.AddDays(-1), Story.Operator, Story.Reason));
        var commands = new QueueCommandSet(time);
        commands.Apply(new QueueCommand(Story.Command, QueueCommandKind.Hold, Story.Bot, Story.Noon, Story.Noon.AddDays(1), Story.Operator, Story.Reason) { HeldByOthers = true });
        Save(folder, time, snapshot, enforcement, commands);
        new AllowanceFile(folder).Save(new AllowanceSet([new("@example.jp", ["JP"]), new(Story.Alice.Value, ["JP", "US"])]));
    }

    public static void Save(string folder, TimeProvider time, SuspensionSnapshot snapshot, EnforcementSwitch enforcement, QueueCommandSet commands)
    {
        snapshot.Refreshed(time.GetTimestamp());
        new SnapshotFile(folder).Save(snapshot, enforcement, commands, Story.Answers, smtpOnly: true, time.GetUtcNow());
    }

    public static EnforcementSwitch NewSwitch() => new(Options.Create(new EnforcementOptions { Mode = EnforcementMode.Observe }));
}
