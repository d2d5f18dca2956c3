using System.Text;
using AbuseServerless.Accounts;
using AbuseServerless.Azure;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Drills.Tests.Rig;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AbuseServerless.Drills.Tests.Clocks;

public sealed class WorkerClockTests
{
    private const int BatchSize = 100;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(-2)]
    [InlineData(2)]
    public async Task A_worker_whose_clock_is_wrong_remembers_and_decides_the_same(int hours)
    {
        await using var installation = await Installation.StartAsync();
        await using var right = Worker(installation, TimeSpan.Zero);
        await using var wrong = Worker(installation, TimeSpan.FromHours(hours));
        var logins = Workload.Of(seed: 11, logins: 4_000);
        var processors = new[] { right, wrong }.Select(services => services.GetRequiredService<AuthEventProcessor>()).ToArray();
        var sequenceNumber = 0L;
        foreach (var batch in logins.Chunk(BatchSize))
        {
            await processors[sequenceNumber / BatchSize % 2].ProcessAsync(Batch(batch, sequenceNumber), Cancellation);
            sequenceNumber += BatchSize;
        }

        await installation.CheckAsync(logins, login => World.Countries[login.Country]);

        // Each transition of an account is on record once, in its order, whichever clock it was made by.
        var resumed = AccountName.Parse("user9@drill.test");
        await Table(right).ResumeAsync(resumed, Judgement.FalsePositive, "right", "The drill says so.", Cancellation);
        await Table(wrong).SuspendAsync(resumed, null, "wrong", "The drill says so.", Cancellation);
        await Table(right).ResumeAsync(resumed, Judgement.None, "right", "The drill says so.", Cancellation);
        Suspension[] record = [.. await right.GetRequiredService<AuditTable>().ReadAsync(resumed, Cancellation).OrderBy(entry => entry.Transitions).ToArrayAsync(Cancellation)];
        Assert.Equal(Enumerable.Range(1, record.Length), record.Select(entry => entry.Transitions));
        Assert.Equal(record.OrderBy(entry => entry.Since).Select(entry => entry.Transitions), record.Select(entry => entry.Transitions));
        Assert.Equal([SuspensionState.Lifted, SuspensionState.Active, SuspensionState.Lifted], record[^3..].Select(entry => entry.State));
        Figures.Print(new { hours, events = logins.Length, transitionsOnRecord = record.Length });
    }

    private static SuspensionTable Table(ServiceProvider worker) => worker.GetRequiredService<SuspensionTable>();

    // Told now: the hourly purge deletes what is old by both the mail servers' and the hub's clock.
    private static EventBatch Batch(Login[] logins, long first) => new(
        "auth-events",
        0,
        [.. logins.Select(login => Encoding.UTF8.GetBytes(login.Line))],
        [.. Enumerable.Range(0, logins.Length).Select(i => first + i)],
        [.. logins.Select(_ => TimeProvider.System.GetUtcNow().UtcDateTime)]);

    private static ServiceProvider Worker(Installation installation, TimeSpan skew)
    {
        var settings = Installation.Settings(installation.Database).ToDictionary(setting => setting.Key, setting => (string?)setting.Value);
        settings["Storage"] = installation.Stack.Storage;
        return new ServiceCollection()
            .AddLogging()
            .AddAbuseServerless(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSingleton<TimeProvider>(new ShiftedClock(skew))
            .BuildServiceProvider();
    }
}
