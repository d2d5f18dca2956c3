using AbuseServerless.Drills.Tests.Rig;
using AbuseServerless.Local.Stack;

namespace AbuseServerless.Drills.Tests.Releases;

public sealed class RollingUpgradeTests
{
    private const int Steps = 8;
    private const int AtLeast = 100;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Upgrade and rollback are one to this release: while it works, somebody writes rows that hold more than it knows.
    [Fact]
    public async Task What_a_later_release_writes_under_load_is_kept_and_holds_up_nothing()
    {
        await using var installation = await Installation.StartAsync(new LocalStackOptions { Workers = 2, Partitions = 4 });
        var later = new LaterRelease(installation.Stack.Azurite.ConnectionString);
        var logins = Workload.Of(seed: 60, logins: 8_000);
        string[] ahead = [.. logins.Select(login => login.Account).Distinct().Order(StringComparer.Ordinal).Where((_, number) => number % 40 == 0)];
        foreach (var account in ahead)
        {
            await later.WriteInOtherLayoutAsync(account, Cancellation);
        }

        var random = new Random(60);
        var killed = new HashSet<int>();
        foreach (var part in logins.Chunk(logins.Length / Steps))
        {
            await installation.PublishAsync(part);
            await Eventually.HoldsAsync(async () => await later.WriteAsync(Cancellation) >= AtLeast, installation.Log.ToString);
            await installation.KillOneAsync(random, killed);
        }

        await installation.SettleAsync();

        await installation.CheckAsync();
        var (lost, written, since) = await later.CheckAsync(Cancellation);
        Assert.Empty(lost);
        Assert.True(since > 0);
        Assert.Equal(ahead.ToDictionary(account => account, LaterRelease.OtherLayout), await later.SetAsideAsync(Cancellation));
        Figures.Print(new { events = logins.Length, kills = Steps, rowsOfBoth = written, writtenSince = since, setAside = ahead.Length, suspended = (await installation.SuspendedAsync()).Count });
    }
}
