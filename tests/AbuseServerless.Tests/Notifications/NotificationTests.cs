using AbuseServerless.Accounts;
using AbuseServerless.Notifications;
using AbuseServerless.Reputation;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Tests.Notifications;

public sealed class NotificationTests
{
    private const NotificationChannel Webhook = NotificationChannel.Webhook;
    private const NotificationChannel Subscriber = NotificationChannel.Subscriber;
    private const NotificationChannel WatchedSubscriber = NotificationChannel.WatchedSubscriber;
    private const NotificationChannel Operator = NotificationChannel.Operator;

    [Theory]
    [InlineData(null, SuspensionState.Watched, WatchedSubscriber)]
    [InlineData(SuspensionState.Lifted, SuspensionState.Watched, WatchedSubscriber)]
    [InlineData(SuspensionState.Expired, SuspensionState.Watched, WatchedSubscriber)]
    [InlineData(SuspensionState.Historical, SuspensionState.Watched, WatchedSubscriber)]
    [InlineData(SuspensionState.Watched, SuspensionState.Historical)]
    [InlineData(null, SuspensionState.Pending)]
    [InlineData(null, SuspensionState.Active, Webhook, Subscriber, Operator)]
    [InlineData(SuspensionState.Watched, SuspensionState.Active, Webhook, Subscriber, Operator)]
    [InlineData(SuspensionState.Pending, SuspensionState.Active, Webhook, Subscriber, Operator)]
    [InlineData(SuspensionState.Active, SuspensionState.Active, Webhook)]
    [InlineData(SuspensionState.Active, SuspensionState.Lifted, Webhook, Subscriber, Operator)]
    [InlineData(SuspensionState.Active, SuspensionState.Expired, Webhook, Subscriber, Operator)]
    [InlineData(SuspensionState.Watched, SuspensionState.Lifted, Webhook)]
    [InlineData(SuspensionState.Pending, SuspensionState.Lifted, Webhook)]
    public void Who_is_told_of_what(SuspensionState? from, SuspensionState to, params NotificationChannel[] told) =>
        Assert.Equal(told, SuspensionNotification.Of(Transition() with { From = from, State = to }).Select(notification => notification.Channel));

    [Fact]
    public void The_watch_after_a_password_change_is_not_told_to_whoever_has_just_changed_it() =>
        Assert.Empty(SuspensionNotification.Of(Transition() with { From = SuspensionState.Lifted, State = SuspensionState.Watched, Until = Transition().Since.AddDays(7) }));

    [Fact]
    public void The_id_follows_from_the_account_the_number_and_the_time_of_the_transition_and_nothing_else()
    {
        // printf '0639155232000000000:3:alice@example.jp' | sha256sum | cut -c1-32
        Assert.Equal("e498a668eda1083941eb7b6b081e238a", Id(Transition()));
        Assert.Equal(Id(Transition()), Id(Transition() with { By = "b", Reason = "r", Until = DateTimeOffset.MaxValue }));
        Assert.Equal(Id(Transition()), new SuspensionNotification(Operator, Transition()).Id);
        Assert.NotEqual(Id(Transition()), Id(Transition() with { Transitions = 4 }));
        Assert.NotEqual(Id(Transition()), Id(Transition() with { Account = AccountName.Parse("bob@example.jp") }));
        Assert.NotEqual(Id(Transition()), Id(Transition() with { Since = Transition().Since.AddMilliseconds(1) }));
    }

    [Fact]
    public void Systems_and_operators_are_told_of_a_reputation_under_one_id_and_subscribers_are_not()
    {
        // printf '0639155232000000000:3:reputation:Google' | sha256sum | cut -c1-32
        var change = new ReputationChange("Google", ReputationStanding.Lost, 3, Transition().Since, new DateOnly(2026, 5, 28), 100, 20, 0.1);
        Assert.Equal([Webhook, Operator], ReputationNotification.Of(change).Select(notification => notification.Channel));
        Assert.Equal("95f3d8756f6fabbaee0a4e52e4b98589", Assert.Single(ReputationNotification.Of(change).Select(notification => notification.Id).Distinct()));
    }

    private static string Id(Suspension transition) => new SuspensionNotification(Webhook, transition).Id;

    private static Suspension Transition() => new()
    {
        Account = AccountName.Parse("alice@example.jp"),
        State = SuspensionState.Active,
        Since = new DateTimeOffset(2026, 5, 28, 0, 0, 0, TimeSpan.Zero),
        By = "operator",
        Reason = "x",
        Transitions = 3,
    };
}
