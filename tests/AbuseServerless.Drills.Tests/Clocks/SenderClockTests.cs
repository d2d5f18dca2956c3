using AbuseServerless.Drills.Tests.Rig;
using AbuseServerless.Ingestion;

namespace AbuseServerless.Drills.Tests.Clocks;

public sealed class SenderClockTests
{
    private const int Each = 200;

    [Fact]
    public async Task Logins_of_mail_servers_whose_clocks_differ_count_or_are_put_aside_by_the_rule()
    {
        await using var installation = await Installation.StartAsync();
        var now = TimeProvider.System.GetUtcNow();

        // Ahead by what is allowed and by more, behind by hours, and so far behind that no memory reaches there.
        var right = At(TimeSpan.Zero, 0);
        var ahead = At(TimeSpan.FromMinutes(4), 1);
        var behind = At(TimeSpan.FromHours(-30), 2);
        var tooFarAhead = At(TimeSpan.FromHours(1), 3);
        var tooFarBehind = At(TimeSpan.FromDays(-2), 4);
        await installation.PublishAsync([.. right, .. ahead]);
        await installation.SettleAsync();
        await installation.PublishAsync(behind);
        await installation.PublishRejectedAsync([.. tooFarAhead, .. tooFarBehind]);
        await installation.SettleAsync();

        await installation.CheckAsync(deadLetters: 2 * Each);
        var reasons = (await installation.DeadLettersAsync()).CountBy(letter => letter.Rejection.Reason).ToDictionary();
        Assert.Equal(new Dictionary<RejectReason, int> { [RejectReason.TimeInFuture] = Each, [RejectReason.TooLate] = Each }, reasons);
        Assert.True(installation.Log.Count("to the dead-letter table") > 0);
        Figures.Print(new { events = 5 * Each, counted = 3 * Each, timeInFuture = Each, tooLate = Each });

        Login[] At(TimeSpan skew, int country) =>
            [.. Enumerable.Range(0, Each).Select(number => new Login($"user{number % 50}@drill.test", now + skew, country, country * Each + number))];
    }
}
