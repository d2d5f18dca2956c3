using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Detection.Account;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Azure.Tests.Interleavings;

/// <summary>
/// The protocol of row, verdict and suspension, on real storage, in many orders of the requests of workers, operators and timers: in the end, an account stands where the events that are remembered of it
/// put it, every transition is on record, and nothing is due.
/// </summary>
public sealed class InterleavingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_workers_with_half_of_the_evidence_each_suspend()
    {
        await using var storage = await TestStorage.StartAsync();
        var runs = await Explorer.RunAsync(async (schedule, account) =>
        {
            await schedule.RunAsync(
                Working(storage, "A", new FakeTimeProvider(Worker.Start), [Batch(account, 0, 1, 2, 3, 4, 5, 6)]),
                Working(storage, "B", new FakeTimeProvider(Worker.Start), [Batch(account, 1, 6, 7, 8, 9, 10)]),
                Timer(storage, new FakeTimeProvider(Worker.Start)));
            await CheckAsync(storage, account, countries: 10);
        });
        Assert.True(runs > 20);
    }

    [Fact]
    public async Task Two_workers_that_remember_the_account_from_before_suspend()
    {
        await using var storage = await TestStorage.StartAsync();
        await Explorer.RunAsync(async (schedule, account) =>
        {
            using var a = new Remembering(storage, account, partition: 0, 1, 2, 3, 4);
            using var b = new Remembering(storage, account, partition: 1, 1, 2, 3, 4);
            await a.ReadAsync();
            await b.ReadAsync();
            await schedule.RunAsync(a.Working("A", 5, 6, 7), b.Working("B", 8, 9, 10));
            await CheckAsync(storage, account, countries: 10);
        });
    }

    [Fact]
    public async Task Pending_suspensions_that_two_workers_and_a_timer_bring_about_become_active()
    {
        await using var storage = await TestStorage.StartAsync();
        static void Pending(EnforcementOptions options) => options.Immediate = false;
        await Explorer.RunAsync(async (schedule, account) =>
        {
            await schedule.RunAsync(
                Working(storage, "A", new FakeTimeProvider(Worker.Start), [Batch(account, 0, 1, 2, 3, 4, 5, 6), Batch(account, 2, 7, 8, 9, 10)], Pending),
                Working(storage, "B", new FakeTimeProvider(Worker.Start), [Batch(account, 1, 6, 7, 8, 9, 10)], Pending),
                Timer(storage, new FakeTimeProvider(Worker.Start), Pending));
            await CheckAsync(storage, account, countries: 10);
        });
    }

    [Fact]
    public async Task An_account_that_is_attacked_again_while_it_is_resumed_is_suspended_again()
    {
        await using var storage = await TestStorage.StartAsync();
        await Explorer.RunAsync(async (schedule, account) =>
        {
            await SuspendAsync(storage, account);
            var now = new FakeTimeProvider(Worker.Start.AddHours(2));
            await schedule.RunAsync(
                Resuming(storage, account, now),
                Working(storage, "A", now, [After(account, 0, 1, 2, 3, 4, 5)]),
                Working(storage, "B", now, [After(account, 1, 6, 7, 8, 9, 10)]));
            await CheckAsync(storage, account);
        });
    }

    [Fact]
    public async Task An_account_that_is_attacked_again_while_its_suspension_expires_is_suspended_again()
    {
        await using var storage = await TestStorage.StartAsync();
        static void OneHour(EnforcementOptions options) => options.Duration = TimeSpan.FromHours(1);
        await Explorer.RunAsync(async (schedule, account) =>
        {
            await SuspendAsync(storage, account, OneHour);
            var now = new FakeTimeProvider(Worker.Start.AddHours(2));
            await schedule.RunAsync(
                Timer(storage, now, OneHour),
                Working(storage, "A", now, [After(account, 0, 1, 2, 3, 4, 5)], OneHour),
                Working(storage, "B", now, [After(account, 1, 6, 7, 8, 9, 10)], OneHour));
            await CheckAsync(storage, account);
        });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_account_that_is_attacked_again_while_its_password_change_is_told_is_suspended_again(bool suspended)
    {
        await using var storage = await TestStorage.StartAsync();
        await Explorer.RunAsync(async (schedule, account) =>
        {
            if (suspended)
            {
                await SuspendAsync(storage, account);
            }

            var now = new FakeTimeProvider(Worker.Start.AddHours(2));
            await schedule.RunAsync(
                Recovering(storage, account, now),
                Working(storage, "A", now, [After(account, 0, 1, 2, 3, 4, 5)]),
                Working(storage, "B", now, [After(account, 1, 6, 7, 8, 9, 10)]));
            await CheckAsync(storage, account);
        });
    }

    [Fact]
    public async Task New_evidence_that_is_complete_between_forgetting_and_lifting_suspends_once_it_is_lifted()
    {
        const string Account = "between@example.jp";
        await using var storage = await TestStorage.StartAsync();
        await SuspendAsync(storage, Account);
        var now = new FakeTimeProvider(Worker.Start.AddHours(2));
        using var worker = Worker.On(storage.ConnectionString, time: now);

        // The first transaction forgets, the second one lifts.
        var meanwhile = new Meanwhile(2, () => worker.Processor.ProcessAsync(After(Account, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)(), Cancellation));
        using var operators = Worker.On(storage.ConnectionString, meanwhile, time: now);
        await operators.Suspensions.ResumeAsync(AccountName.Parse(Account), Judgement.None, "operator", "x", Cancellation);

        await CheckAsync(storage, Account, countries: 10);
        Assert.Equal(
            [SuspensionState.Active, SuspensionState.Lifted, SuspensionState.Active],
            await worker.Audit.ReadAsync(AccountName.Parse(Account), Cancellation).Select(transition => transition.State).ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_resume_by_a_clock_that_is_behind_the_last_ones_forgets_all_the_same()
    {
        const string Account = "behind@example.jp";
        await using var storage = await TestStorage.StartAsync();
        await SuspendAsync(storage, Account);
        using var ahead = Worker.On(storage.ConnectionString, time: new FakeTimeProvider(Worker.Start.AddHours(2)));
        using var behind = Worker.On(storage.ConnectionString, time: new FakeTimeProvider(Worker.Start.AddHours(2).AddSeconds(-10)));
        await ahead.Suspensions.ResumeAsync(AccountName.Parse(Account), Judgement.None, "operator", "x", Cancellation);
        await ahead.Processor.ProcessAsync(After(Account, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)(), Cancellation);
        await behind.Suspensions.ResumeAsync(AccountName.Parse(Account), Judgement.None, "operator", "x", Cancellation);

        Assert.Equal(SuspensionState.Lifted, (await ahead.Suspensions.FindAsync(AccountName.Parse(Account), Cancellation))!.State);
        await CheckAsync(storage, Account, countries: 0);
    }

    private static Actor Working(TestStorage storage, string name, FakeTimeProvider time, EventBatchOf[] batches, Action<EnforcementOptions>? enforcement = null) => new()
    {
        Name = name,
        Does = async actor =>
        {
            // A batch that failed is delivered again, to a worker that remembers nothing.
            var worker = Worker.On(storage.ConnectionString, actor, enforcement: enforcement, time: time);
            foreach (var batch in batches)
            {
                await RepeatAsync(
                    () => worker.Processor.ProcessAsync(batch(), Cancellation),
                    () =>
                    {
                        worker.Dispose();
                        worker = Worker.On(storage.ConnectionString, actor, enforcement: enforcement, time: time);
                    });
            }

            worker.Dispose();
        },
    };

    private static Actor Timer(TestStorage storage, FakeTimeProvider time, Action<EnforcementOptions>? enforcement = null) => new()
    {
        Name = "timer",
        Does = async actor =>
        {
            using var worker = Worker.On(storage.ConnectionString, actor, enforcement: enforcement, time: time);
            await RepeatAsync(() => worker.Suspensions.DoDueAsync(Cancellation));
        },
    };

    private static Actor Resuming(TestStorage storage, string account, FakeTimeProvider time) => new()
    {
        Name = "operator",
        Does = async actor =>
        {
            using var worker = Worker.On(storage.ConnectionString, actor, time: time);
            await RepeatAsync(() => worker.Suspensions.ResumeAsync(AccountName.Parse(account), Judgement.None, "operator", "x", Cancellation));
        },
    };

    private static Actor Recovering(TestStorage storage, string account, FakeTimeProvider time) => new()
    {
        Name = "portal",
        Does = async actor =>
        {
            using var worker = Worker.On(storage.ConnectionString, actor, time: time);
            var recovery = new Recovery(time.GetUtcNow(), TimeSpan.Zero, Judgement.None, "portal:webmail", null);
            await RepeatAsync(() => worker.Suspensions.RecoverAsync(AccountName.Parse(account), recovery, Cancellation));
        },
    };

    private static async Task RepeatAsync(Func<Task> work, Action? between = null)
    {
        while (await Record.ExceptionAsync(work) is { } e)
        {
            Assert.IsType<StorageException>(e);
            between?.Invoke();
        }
    }

    private static EventBatchOf Batch(string account, int partition, params int[] countries) =>
        () => Worker.Batch(countries.Select(country => Worker.Event(account, country, country)), 1, partition);

    // A second after the hour at which the account is reset.
    private static EventBatchOf After(string account, int partition, params int[] countries) =>
        () => Worker.Batch(countries.Select(country => Worker.Event(account, country, 120 + country / 60d)), 100, partition);

    private static async Task SuspendAsync(TestStorage storage, string account, Action<EnforcementOptions>? enforcement = null)
    {
        using var worker = Worker.On(storage.ConnectionString, enforcement: enforcement);
        await worker.Processor.ProcessAsync(Batch(account, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)(), Cancellation);
        Assert.Equal(SuspensionState.Active, (await worker.Suspensions.FindAsync(AccountName.Parse(account), Cancellation))!.State);
    }

    // All was delivered; the timer runs as often as it takes; then the account stands where what is remembered of it puts it.
    private static async Task CheckAsync(TestStorage storage, string account, int? countries = null)
    {
        var time = new FakeTimeProvider(Worker.Start.AddHours(2));
        using var worker = Worker.On(storage.ConnectionString, time: time);
        while (await worker.Suspensions.DoDueAsync(Cancellation) > 0)
        {
        }

        var name = AccountName.Parse(account);
        var row = (await worker.Activity.FindAsync(name, Cancellation))!;
        var seen = ActivityEncoding.Decode(row.State).Places.Select(place => place.Place.Country).Distinct().Count();
        Assert.Equal(countries ?? seen, seen);
        var suspension = await worker.Suspensions.FindAsync(name, Cancellation);
        SuspensionState? expected = seen >= 10 ? SuspensionState.Active : seen >= 5 ? SuspensionState.Watched : null;
        Assert.Equal((seen, expected), (seen, suspension is { IsOpen: true } ? suspension.State : null));
        Assert.Equal(
            Enumerable.Range(1, suspension?.Transitions ?? 0),
            (await worker.Audit.ReadAsync(name, Cancellation).ToListAsync(Cancellation)).Select(transition => transition.Transitions).Order());
    }

    /// <summary>A batch, made anew for each delivery.</summary>
    private delegate AbuseServerless.Azure.Ingestion.EventBatch EventBatchOf();

    /// <summary>A worker that has processed a batch of the account, and read what others did, before the interleaving begins.</summary>
    private sealed class Remembering(TestStorage storage, string account, int partition, params int[] countries) : IDisposable
    {
        private Actor? _actor;
        private Worker? _worker;

        public async Task ReadAsync()
        {
            _worker = Worker.On(storage.ConnectionString, new Passing(() => _actor));
            await _worker.Processor.ProcessAsync(Batch(account, partition, countries)(), Cancellation);
        }

        public Actor Working(string name, params int[] more) => _actor = new Actor
        {
            Name = name,
            Does = async _ => await RepeatAsync(() => _worker!.Processor.ProcessAsync(
                Worker.Batch(more.Select(country => Worker.Event(account, country, country)), 50, partition), Cancellation)),
        };

        public void Dispose() => _worker?.Dispose();
    }
}
