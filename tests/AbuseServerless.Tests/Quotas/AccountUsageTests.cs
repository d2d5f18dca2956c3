using AbuseServerless.Quotas;

namespace AbuseServerless.Tests.Quotas;

/// <summary>What one host lets pass.</summary>
public sealed class AccountUsageTests
{
    private const int Now = 29_000_003;

    private readonly AccountUsage _usage = new();

    [Fact]
    public async Task Of_50_parallel_sessions_no_message_passes_beyond_the_limit()
    {
        var limits = new QuotaLimits { MessagesPerHour = 20 };
        var passed = 0;
        await Parallel.ForAsync(0, 2_000, new ParallelOptions { MaxDegreeOfParallelism = 50 }, (message, _) =>
        {
            if (Take(limits, $"m{message}") is null)
            {
                Interlocked.Increment(ref passed);
            }

            return ValueTask.CompletedTask;
        });

        Assert.Equal(20, passed);
    }

    [Theory]
    [InlineData(false, 60)]
    [InlineData(true, 1440)]
    public void Within_any_window_no_more_than_the_limit_passes_and_afterwards_as_much_again(bool isDaily, int minutes)
    {
        var limits = isDaily ? new QuotaLimits { MessagesPerDay = 5 } : new QuotaLimits { MessagesPerHour = 5 };
        var passed = new List<int>();
        for (var minute = Now; minute < Now + 4 * minutes; minute += minutes / 20)
        {
            for (var message = 0; message < 2; message++)
            {
                if (Take(limits, $"m{minute}/{message}", now: minute) is null)
                {
                    passed.Add(minute);
                }
            }
        }

        Assert.All(passed, first => Assert.InRange(passed.Count(minute => minute >= first && minute <= first + minutes), 1, 5));
        Assert.True(passed.Count >= 15, $"Only {passed.Count} passed.");
    }

    [Fact]
    public void A_message_that_is_asked_about_again_counts_once_and_its_recipients_one_by_one()
    {
        var limits = new QuotaLimits { MessagesPerHour = 1, RecipientsPerHour = 3 };
        Assert.Null(Take(limits, "m1", "a@x.test"));
        Assert.Null(Take(limits, "m1", "A@x.test"));
        Assert.Null(Take(limits, "m1", "b@x.test"));
        Assert.Null(Take(limits, "m1", "c@x.test"));
        Assert.Equal(QuotaMeasure.Recipients, Take(limits, "m1", "d@x.test")?.Measure);
        Assert.Null(Take(limits, "m1", recipients: 3));
        Assert.Null(Take(limits, "m1", recipients: 3));
        Assert.Equal(QuotaMeasure.Messages, Take(limits, "m2", "a@x.test")?.Measure);
    }

    [Fact]
    public void A_recipient_that_a_message_names_three_times_counts_once_also_at_its_end()
    {
        var limits = new QuotaLimits { RecipientsPerHour = 3 };
        foreach (var recipient in new[] { "a@x.test", "A@x.test", "a@x.test", "b@x.test", "c@x.test" })
        {
            Assert.Null(Take(limits, "m1", recipient));
        }

        Assert.Null(Take(limits, "m1", recipients: 5));
        Assert.NotNull(Take(limits, "m2", "d@x.test"));
    }

    [Fact]
    public void Recipients_that_other_restrictions_refused_are_given_back_at_the_end_of_the_message()
    {
        var limits = new QuotaLimits { RecipientsPerHour = 3 };
        Assert.Null(Take(limits, "m1", "a@x.test"));
        Assert.Null(Take(limits, "m1", "nobody@x.test"));
        Assert.Null(Take(limits, "m1", "nobody2@x.test"));
        Assert.NotNull(Take(limits, "m2", "b@x.test"));
        Assert.Null(Take(limits, "m1", recipients: 1));
        Assert.Null(Take(limits, "m2", "b@x.test"));
        Assert.Null(Take(limits, "m2", "c@x.test"));
        Assert.NotNull(Take(limits, "m2", "d@x.test"));
    }

    [Fact]
    public void A_message_that_is_first_asked_about_at_its_end_counts_with_all_its_recipients_or_not_at_all()
    {
        var limits = new QuotaLimits { RecipientsPerDay = 10 };
        Assert.Equal(new QuotaLimit(QuotaMeasure.Recipients, true, 10), Take(limits, "m1", recipients: 11));
        Assert.Null(Take(limits, "m2", recipients: 10));
        Assert.NotNull(Take(limits, "m3", recipients: 0));
    }

    [Fact]
    public void Distinct_domains_are_limited_whatever_the_number_of_recipients()
    {
        var limits = new QuotaLimits { DomainsPerHour = 2 };
        Assert.Null(Take(limits, "m1", "a@x.test"));
        Assert.Null(Take(limits, "m1", "b@X.test"));
        Assert.Null(Take(limits, "m2", "a@y.test"));
        Assert.Equal(QuotaMeasure.Domains, Take(limits, "m3", "a@z.test")?.Measure);
        Assert.Null(Take(limits, "m3", "c@y.test"));
        Assert.Null(Take(limits, "m4", "a@z.test", now: Now + 61));
    }

    [Fact]
    public void A_recipient_without_the_name_of_its_message_does_not_count_before_its_end()
    {
        var limits = new QuotaLimits { MessagesPerHour = 1 };
        Assert.Null(Take(limits, "", "a@x.test"));
        Assert.Null(Take(limits, "", recipients: 1));
        Assert.NotNull(Take(limits, "", recipients: 1));
    }

    [Fact]
    public void A_message_that_passes_because_the_table_is_away_makes_its_domain_known()
    {
        var limits = new QuotaLimits { DomainsPerHour = 1 };
        var ticket = _usage.Take(QuotaRequest.Of("m1", false, "a@x.test", 0), limits, 0, Now)!.Value.Ticket!;
        _usage.Accept(ticket);
        Assert.Equal(default(QuotaDecision), _usage.Take(QuotaRequest.Of("m2", false, "b@x.test", 0), limits, 0, Now));
        Assert.NotNull(_usage.Take(QuotaRequest.Of("m3", false, "a@y.test", 0), limits, 0, Now)!.Value.Over);
    }

    [Theory]
    [InlineData("a@example.jp", "A@Example.JP.")]
    [InlineData("a@例え.jp", "a@xn--r8jz45g.jp")]
    [InlineData("a@BÜCHER.example", "a@bücher.example.")]
    [InlineData("a@bücher.example", "a@XN--BCHER-KVA.example")]
    [InlineData("ä@bücher.example", "ä@xn--bcher-kva.example")]
    [InlineData("a@[IPv6:2001:DB8::1]", "a@[ipv6:2001:db8::1]")]
    public void A_recipient_and_its_domain_count_once_however_they_are_written(string one, string other)
    {
        Assert.Equal(QuotaRequest.Of("m", false, one, 0), QuotaRequest.Of("m", false, other, 0));
        Assert.NotEqual(QuotaRequest.Of("m", false, one, 0).Domain, QuotaRequest.Of("m", false, "a@example.com", 0).Domain);
        Assert.NotEqual(QuotaRequest.Of("m", false, one, 0).Recipient, QuotaRequest.Of("m", false, "b" + one, 0).Recipient);
    }

    [Fact]
    public void It_is_given_up_when_nothing_of_it_is_in_any_window()
    {
        Assert.Null(Take(new QuotaLimits { MessagesPerDay = 5 }, "m1"));
        Assert.False(_usage.TryClose(Now + 1_440));
        Assert.True(_usage.TryClose(Now + 1_440 + 16));
        Assert.Null(_usage.Take(QuotaRequest.Of("m2", true, "", 1), QuotaLimits.None, 1, Now));
    }

    private QuotaLimit? Take(QuotaLimits limits, string instance, string recipient = "", int? recipients = null, int now = Now) =>
        _usage.Take(QuotaRequest.Of(instance, recipient.Length == 0, recipient, recipients ?? 1), limits, 1, now)!.Value.Over;
}
