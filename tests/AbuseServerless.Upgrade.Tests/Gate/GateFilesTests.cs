using AbuseServerless.Allowances;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Gate.Allowances;
using AbuseServerless.Gate.Snapshots;
using AbuseServerless.Geolocation;
using AbuseServerless.Queue;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Upgrade.Tests.Gate;

public sealed class GateFilesTests
{
    private readonly FakeTimeProvider _time = new(Story.Noon.AddHours(1));

    [Theory]
    [MemberData(nameof(WrittenVersion.All), MemberType = typeof(WrittenVersion))]
    public void A_gate_that_starts_without_the_cloud_refuses_and_allows_as_before(string version)
    {
        using var copy = WrittenVersion.Copy(version);
        AssertRead(copy.Path);
    }

    [Theory]
    [MemberData(nameof(WrittenVersion.All), MemberType = typeof(WrittenVersion))]
    public void What_this_version_saves_over_it_holds_all_of_it_and_what_came_since(string version)
    {
        using var copy = WrittenVersion.Copy(version);
        var (snapshot, enforcement, saved) = Load(copy.Path);
        snapshot.Apply(new AccountStanding(Accounts.AccountName.Parse("later@example.jp"), SuspensionState.Active, null, 3) { Verdicts = [new SuspensionVerdict(1, 2, Judgement.FalsePositive)] });
        var commands = new QueueCommandSet(_time);
        foreach (var command in saved.Commands!)
        {
            commands.Apply(command.ToCommand());
        }

        GateFiles.Save(copy.Path, _time, snapshot, enforcement, commands);

        AssertRead(copy.Path);
        var again = Load(copy.Path).Snapshot;
        Assert.True(again.IsSuspended(Accounts.AccountName.Parse("later@example.jp")));
        Assert.Equal([(Story.Alice, 3), (Accounts.AccountName.Parse("later@example.jp"), 2)], again.Judged().Select(standing => (standing.Account, standing.Verdicts.Single().Last)).OrderBy(judged => judged.Account.Value));
    }

    [Theory]
    [MemberData(nameof(WrittenVersion.All), MemberType = typeof(WrittenVersion))]
    public void Allowances_are_read_and_saved_with_one_more(string version)
    {
        using var copy = WrittenVersion.Copy(version);
        var file = new AllowanceFile(copy.Path);
        var read = file.Read();
        Assert.Equal(2, read.Count);

        file.Save(new AllowanceSet([.. read.All, new("@example.com", ["DE"])]));

        var again = file.Read();
        Assert.Equal(3, again.Count);
        Assert.Equal([Code("JP"), Code("US")], again.Find(Story.Alice));
        Assert.Equal([Code("JP")], again.Find(Story.Traveller));
    }

    private void AssertRead(string folder)
    {
        var (snapshot, enforcement, saved) = Load(folder);
        Assert.Equal((2, 1), (snapshot.Active().Count(standing => standing.Account != Accounts.AccountName.Parse("later@example.jp")), snapshot.WatchedCount));
        Assert.True(snapshot.IsSuspended(Story.Bot) && snapshot.IsSuspended(Story.Complained));
        Assert.Equal(Story.Until, snapshot.Active().Single(standing => standing.Account == Story.Complained).Until);
        Assert.Equal(Story.Noon.AddHours(-1), snapshot.WatchedSince(Story.Traveller));
        Assert.False(snapshot.IsSuspended(Story.Alice));
        Assert.Equal(new EnforcementChange(EnforcementMode.Enforce, Story.Noon.AddDays(-1), Story.Operator, Story.Reason), enforcement.Set);

        // What the queue helper reads.
        var orders = saved.ToOrders(_time.GetUtcNow());
        Assert.True(orders.Enforces);
        Assert.Equal(2, orders.Suspended[Story.Bot]);
        Assert.Equal(new SuspensionVerdict(1, 3, Judgement.FalsePositive), Assert.Single(orders.Verdicts[Story.Alice]));
        Assert.Equal(Story.Answers, orders.Answers);
        Assert.Equal(
            new QueueCommand(Story.Command, QueueCommandKind.Hold, Story.Bot, Story.Noon, Story.Noon.AddDays(1), Story.Operator, Story.Reason) { HeldByOthers = true },
            Assert.Single(orders.Commands));
        Assert.True(saved.SmtpOnly);
    }

    private (SuspensionSnapshot Snapshot, EnforcementSwitch Enforcement, SavedSnapshot Saved) Load(string folder)
    {
        var (snapshot, enforcement) = (new SuspensionSnapshot(_time), GateFiles.NewSwitch());
        var saved = new SnapshotFile(folder).LoadInto(snapshot, enforcement);
        Assert.NotNull(saved);
        return (snapshot, enforcement, saved);
    }

    private static ushort Code(string country) => Place.Of(country).CountryCode;
}
