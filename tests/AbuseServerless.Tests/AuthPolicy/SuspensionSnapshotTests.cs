using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Suspensions;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.AuthPolicy;

public class SuspensionSnapshotTests
{
    private static readonly AccountName Alice = AccountName.Parse("alice@example.jp");

    private static readonly int[] EachTwice = [.. Enumerable.Range(1, 8), .. Enumerable.Range(1, 8)];

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly SuspensionSnapshot _snapshot;

    public SuspensionSnapshotTests() => _snapshot = new SuspensionSnapshot(_time);

    [Theory]
    [InlineData(SuspensionState.Watched, false)]
    [InlineData(SuspensionState.Pending, false)]
    [InlineData(SuspensionState.Active, true)]
    [InlineData(SuspensionState.Lifted, false)]
    [InlineData(SuspensionState.Expired, false)]
    public void Only_an_active_account_is_suspended(SuspensionState state, bool expected)
    {
        _snapshot.Apply(new AccountStanding(Alice, state, null, 1));
        Assert.Equal((expected, expected ? 1 : 0), (_snapshot.IsSuspended(Alice), _snapshot.Count));
    }

    [Fact]
    public void Who_is_watched_is_known_beside_the_suspended_until_something_else_is_heard()
    {
        var since = _time.GetUtcNow().AddDays(-1);
        var watched = new AccountStanding(Alice, SuspensionState.Watched, null, 1) { Since = since };
        _snapshot.Apply(watched);
        _snapshot.Apply(watched);
        Assert.Equal((since, false, 0, 1), (_snapshot.WatchedSince(Alice), _snapshot.IsSuspended(Alice), _snapshot.Count, _snapshot.WatchedCount));
        Assert.Equal((watched, 0), (Assert.Single(_snapshot.Watched()), _snapshot.Active().Count()));

        var version = _snapshot.Version;
        _snapshot.Apply(new AccountStanding(Alice, SuspensionState.Active, null, 2));
        _snapshot.Apply(watched);
        Assert.Equal((null, true, 1, 0), (_snapshot.WatchedSince(Alice), _snapshot.IsSuspended(Alice), _snapshot.Count, _snapshot.WatchedCount));
        Assert.NotEqual(version, _snapshot.Version);

        _snapshot.Apply(watched with { Transitions = 4 });
        for (var reload = 0; reload < 2; reload++)
        {
            _snapshot.BeginReload();
            _snapshot.EndReload();
        }

        Assert.Equal((null, 0), (_snapshot.WatchedSince(Alice), _snapshot.WatchedCount));
    }

    [Fact]
    public void It_says_when_somebody_is_suspended_and_what_was_judged_stays_known_beside_it()
    {
        SuspensionVerdict[] verdicts = [new(1, 2, Judgement.FalsePositive)];
        _snapshot.Apply(new AccountStanding(Alice, SuspensionState.Lifted, null, 2) { Verdicts = verdicts });
        Assert.Equal(0, _snapshot.Activations);
        _snapshot.Apply(new AccountStanding(Alice, SuspensionState.Active, null, 3) { Verdicts = verdicts });
        _snapshot.Apply(new AccountStanding(Alice, SuspensionState.Active, null, 4) { Verdicts = verdicts });
        Assert.Equal((1, true), (_snapshot.Activations, _snapshot.IsSuspended(Alice)));
        var (judged, version) = (Assert.Single(_snapshot.Judged()), _snapshot.Version);
        Assert.Equal((Alice, 4, verdicts), (judged.Account, judged.Transitions, judged.Verdicts));
        _snapshot.Apply(new AccountStanding(Alice, SuspensionState.Active, null, 4));
        Assert.Empty(_snapshot.Judged());
        Assert.NotEqual(version, _snapshot.Version);
    }

    [Fact]
    public void A_suspension_is_over_when_its_time_is_over_whether_or_not_anybody_says_so()
    {
        _snapshot.Apply(new AccountStanding(Alice, SuspensionState.Active, _time.GetUtcNow().AddMinutes(1), 1));
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.True(_snapshot.IsSuspended(Alice));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_snapshot.IsSuspended(Alice));
    }

    [Fact]
    public void In_whatever_order_and_however_often_transitions_are_heard_the_last_one_counts() =>
        Gen.Select(Gen.Int[1, 8], Gen.Shuffle(EachTwice)).Sample((transitions, order) =>
        {
            var snapshot = new SuspensionSnapshot(_time);
            foreach (var number in order.Where(number => number <= transitions))
            {
                snapshot.Apply(new AccountStanding(Alice, number % 2 == 1 ? SuspensionState.Active : SuspensionState.Lifted, null, number));
            }

            Assert.Equal(transitions % 2 == 1, snapshot.IsSuspended(Alice));
            Assert.Equal(transitions % 2, snapshot.Count);
            Assert.Equal(transitions % 2, snapshot.Active().Count());
        });

    [Fact]
    public void A_reload_drops_what_it_was_not_told_and_keeps_what_was_heard_meanwhile()
    {
        var bob = AccountName.Parse("bob@example.jp");
        var carol = AccountName.Parse("carol@example.jp");
        _snapshot.Apply(new AccountStanding(Alice, SuspensionState.Active, null, 1));
        _snapshot.Apply(new AccountStanding(bob, SuspensionState.Active, null, 1));
        Assert.False(_snapshot.IsLoaded);

        _snapshot.BeginReload();
        _snapshot.Apply(new AccountStanding(bob, SuspensionState.Active, null, 1));
        _snapshot.Apply(new AccountStanding(carol, SuspensionState.Active, null, 1));
        _snapshot.EndReload();

        Assert.True(_snapshot.IsLoaded);
        Assert.Equal((false, true, true), (_snapshot.IsSuspended(Alice), _snapshot.IsSuspended(bob), _snapshot.IsSuspended(carol)));
        Assert.Equal(2, _snapshot.Count);
    }

    [Fact]
    public void What_is_heard_late_suspends_nobody_who_was_resumed_even_after_a_reload()
    {
        _snapshot.Apply(new AccountStanding(Alice, SuspensionState.Lifted, null, 2));
        _snapshot.BeginReload();
        _snapshot.EndReload();
        _snapshot.Apply(new AccountStanding(Alice, SuspensionState.Active, null, 1));
        Assert.False(_snapshot.IsSuspended(Alice));
    }

    [Fact]
    public void A_reload_that_failed_drops_nothing()
    {
        _snapshot.Apply(new AccountStanding(Alice, SuspensionState.Active, null, 1));
        _snapshot.BeginReload();
        Assert.True(_snapshot.IsSuspended(Alice));
        Assert.False(_snapshot.IsLoaded);
    }

    [Fact]
    public void Its_age_is_that_of_the_latest_reading()
    {
        Assert.Null(_snapshot.Age);
        var began = _time.GetTimestamp();
        _time.Advance(TimeSpan.FromSeconds(3));
        _snapshot.Refreshed(_time.GetTimestamp());
        _snapshot.Refreshed(began);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(TimeSpan.FromSeconds(2), _snapshot.Age);
    }

    [Fact]
    public void Threads_that_apply_ask_and_reload_at_once_end_with_the_last_word_of_each_account()
    {
        AccountName[] accounts = [.. Enumerable.Range(0, 50).Select(i => AccountName.Parse($"user{i}@example.jp"))];
        Parallel.For(0, 8, worker =>
        {
            for (var number = 1; number <= 201; number++)
            {
                foreach (var account in accounts)
                {
                    _snapshot.Apply(new AccountStanding(account, number % 2 == 1 ? SuspensionState.Active : SuspensionState.Lifted, null, number));
                    _ = _snapshot.IsSuspended(account);
                }

                if (worker == 0 && number % 50 == 0)
                {
                    _snapshot.BeginReload();
                    _snapshot.EndReload();
                }
            }
        });
        Assert.All(accounts, account => Assert.True(_snapshot.IsSuspended(account)));
        Assert.Equal(accounts.Length, _snapshot.Count);
    }
}
