using AbuseServerless.Quotas;

namespace AbuseServerless.Tests.Quotas;

/// <summary>What was counted and is refused or held counts no more, and makes room for other mail.</summary>
public sealed class TakenBackTests
{
    private const int Now = 15 * 6_000;

    private readonly AccountUsage _usage = new();
    private SharedUsage _row = SharedUsage.Empty;

    // A host that has not seen the table lets nothing pass without it.
    public TakenBackTests() => Write();

    [Fact]
    public void A_recipient_that_was_refused_counts_when_it_is_offered_again_and_once()
    {
        var limits = new QuotaLimits { RecipientsPerHour = 2 };
        Assert.False(IsRefused(QuotaRequest.Of("m1", false, "a@x.test", 0), Now));

        // Another host has let one pass 59 minutes ago, which only the table tells.
        _row = _row with { Writers = _row.Writers.Add("theirs", [new(Now - 59, 1, 1)]) };
        Assert.True(IsRefused(QuotaRequest.Of("m1", false, "b@x.test", 0), Now));
        Assert.Equal(1, _row.Writers["mine"].Sum(count => count.Recipients));

        Assert.False(IsRefused(QuotaRequest.Of("m1", false, "b@x.test", 0), Now + 2));
        Assert.Equal((1, 2), (_row.Writers["mine"].Sum(count => count.Messages), _row.Writers["mine"].Sum(count => count.Recipients)));

        // Two have passed: a third, of whom nobody asked by itself, is one too many.
        Assert.True(IsRefused(QuotaRequest.Of("m1", true, "", 3), Now + 2));
        Assert.False(IsRefused(QuotaRequest.Of("m1", true, "", 2), Now + 2));

        bool IsRefused(in QuotaRequest request, int now)
        {
            var decision = _usage.Take(request, limits, 0, now)!.Value;
            Write(now);
            var isRefused = (decision.Ticket is { } ticket ? _usage.Settle(ticket, limits, now) : decision).Over is not null;
            Write(now);
            return isRefused;
        }
    }

    [Fact]
    public void A_message_that_is_held_leaves_what_may_pass_unwritten_as_it_was()
    {
        var limits = new QuotaLimits { MessagesPerHour = 100, RecipientsPerHour = 10 };
        Assert.False(Waits("m1", 3));
        Assert.True(_usage.Hold("m1", QuotaAnswer.Parse("HOLD"), Now));
        Assert.False(Waits("m2", 5));
        Assert.True(Waits("m3", 1));

        bool Waits(string instance, int recipients) => IsWaiting(limits, QuotaRequest.Of(instance, true, "", recipients));
    }

    [Fact]
    public void Of_messages_that_are_held_none_counts_as_unwritten()
    {
        var limits = new QuotaLimits { MessagesPerHour = 4 };
        Assert.False(Waits("m1"));
        Assert.True(_usage.Hold("m1", QuotaAnswer.Parse("HOLD"), Now));
        Assert.Equal([false, false, true], new[] { "m2", "m3", "m4" }.Select(Waits));

        // What is written is unwritten no more.
        Write();
        Assert.True(_usage.Hold("m2", QuotaAnswer.Parse("HOLD"), Now));
        Write();
        Assert.False(Waits("m5"));

        bool Waits(string instance) => IsWaiting(limits, QuotaRequest.Of(instance, true, "", 1));
    }

    private bool IsWaiting(QuotaLimits limits, in QuotaRequest request) => _usage.Take(request, limits, 0.5, Now, mayBeHeld: true)!.Value is { Over: null, Ticket: not null };

    private void Write(int now = Now)
    {
        _row = _usage.Write(_row, "mine", now, out var mark);
        _usage.Written(_row, "mine", mark);
    }
}
