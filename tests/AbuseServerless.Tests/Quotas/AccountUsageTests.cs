using System.Collections.Immutable;
using AbuseServerless.Quotas;

namespace AbuseServerless.Tests.Quotas;

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

    [Theory]
    [InlineData(20, 0.0, 3)]
    [InlineData(20, 0.1, 3)]
    [InlineData(20, 0.5, 4)]
    [InlineData(7, 0.3, 5)]
    public void Several_hosts_let_pass_at_most_the_stated_bound_in_any_order(int limit, double slack, int hosts)
    {
        var limits = new QuotaLimits { MessagesPerHour = limit };
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var (row, passed) = (SharedUsage.Empty, 0);
            var gates = Enumerable.Range(0, hosts).Select(_ => new AccountUsage()).ToArray();
            var waiting = new List<(int Host, QuotaTicket Ticket)>();
            for (var step = 0; step < 600; step++)
            {
                var host = random.Next(hosts);
                if (random.Next(4) > 0)
                {
                    var decision = gates[host].Take(QuotaRequest.Of($"{step}", true, "", 1), limits, slack, Now)!.Value;
                    passed += decision is { Over: null, Ticket: null } ? 1 : 0;
                    if (decision.Ticket is { } ticket)
                    {
                        waiting.Add((host, ticket));
                    }
                }
                else
                {
                    row = Write(gates[host], row, $"{host}");
                    foreach (var one in waiting.Where(one => one.Host == host && one.Ticket.Number <= gates[host].WrittenNumber).ToList())
                    {
                        passed += gates[host].Settle(one.Ticket, limits, Now).Over is null ? 1 : 0;
                        waiting.Remove(one);
                    }
                }
            }

            Assert.InRange(passed, limit - 1, Math.Max(limit, limit - 1 + hosts * (int)(limit * slack)));
        }
    }

    [Theory]
    [InlineData(10, 0.0, 3)]
    [InlineData(10, 0.2, 3)]
    [InlineData(6, 0.5, 4)]
    public void Several_hosts_let_mail_to_no_more_domains_pass_than_the_stated_bound_also_when_it_is_tried_again(int limit, double slack, int hosts)
    {
        var limits = new QuotaLimits { DomainsPerHour = limit };
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var (row, passed) = (SharedUsage.Empty, new HashSet<string>());
            var gates = Enumerable.Range(0, hosts).Select(_ => new AccountUsage()).ToArray();
            var waiting = new List<(int Host, QuotaTicket Ticket, string Domain)>();
            for (var step = 0; step < 800; step++)
            {
                var host = random.Next(hosts);
                if (random.Next(4) > 0)
                {
                    var domain = $"d{random.Next(3 * limit)}.test";
                    var decision = gates[host].Take(QuotaRequest.Of($"{step}", false, $"x@{domain}", 1), limits, slack, Now)!.Value;
                    if (decision.Ticket is { } ticket)
                    {
                        waiting.Add((host, ticket, domain));
                    }
                    else if (decision.Over is null)
                    {
                        passed.Add(domain);
                    }
                }
                else
                {
                    row = Write(gates[host], row, $"{host}");
                    foreach (var one in waiting.Where(one => one.Host == host && one.Ticket.Number <= gates[host].WrittenNumber).ToList())
                    {
                        if (gates[host].Settle(one.Ticket, limits, Now).Over is null)
                        {
                            passed.Add(one.Domain);
                        }

                        waiting.Remove(one);
                    }
                }
            }

            Assert.InRange(passed.Count, limit - 1, Math.Max(limit, limit - 1 + hosts * (int)(limit * slack)));
        }
    }

    [Fact]
    public void A_second_message_to_a_domain_for_which_one_waits_waits_too_and_is_refused_with_it()
    {
        var limits = new QuotaLimits { DomainsPerHour = 1 };
        var other = new AccountUsage();
        Assert.Null(other.Take(QuotaRequest.Of("m0", false, "a@y.test", 0), limits, 1, Now)!.Value.Over);
        var row = Write(other, SharedUsage.Empty, "theirs");

        var first = _usage.Take(QuotaRequest.Of("m1", false, "a@x.test", 0), limits, 0, Now)!.Value.Ticket!;
        var second = _usage.Take(QuotaRequest.Of("m2", false, "b@x.test", 0), limits, 0, Now)!.Value.Ticket!;
        row = Write(_usage, row, "mine");
        Assert.NotNull(_usage.Settle(first, limits, Now).Over);
        Assert.NotNull(_usage.Settle(second, limits, Now).Over);
        Assert.NotNull(_usage.Take(QuotaRequest.Of("m3", false, "a@x.test", 0), limits, 0, Now)!.Value.Over);

        Assert.Equal(1, Write(_usage, row, "mine").Used(QuotaMeasure.Domains, isDaily: true, Now));
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
    public void A_domain_whose_message_was_lost_waits_for_minutes_and_neither_here_nor_in_the_table_for_ever()
    {
        var limits = new QuotaLimits { DomainsPerHour = 1 };
        Assert.NotNull(_usage.Take(QuotaRequest.Of("m1", false, "a@x.test", 0), limits, 0, Now)!.Value.Ticket);
        var row = Write(_usage, SharedUsage.Empty, "mine");
        Assert.NotNull(_usage.Take(QuotaRequest.Of("m2", false, "a@y.test", 0), limits, 0, Now + 5)!.Value.Over);
        Assert.NotNull(_usage.Take(QuotaRequest.Of("m3", false, "a@y.test", 0), limits, 0, Now + 6)!.Value.Ticket);
        Assert.DoesNotContain(QuotaRequest.Of("m1", false, "a@x.test", 0).Domain, Write(_usage, row, "mine").Pending["mine"].Keys);

        // Those of a host that was killed count with the longest window, and each by itself.
        row = row with { Pending = row.Pending.SetItem("killed", Enumerable.Range(1, 5_000).ToImmutableDictionary(domain => (ulong)domain, domain => Now - 1_441 - 15 + domain)) };
        Assert.Equal(2_000, Write(new AccountUsage(), row, "other").Pending["killed"].Count);
        row = row with { Pending = row.Pending.SetItem("killed", ImmutableDictionary<ulong, int>.Empty.Add(1, Now).Add(2, Now - 1_500)) };
        Assert.Equal([1UL], Write(new AccountUsage(), row, "other").Pending["killed"].Keys);
    }

    [Fact]
    public void What_was_taken_back_is_free_for_another_host()
    {
        var limits = new QuotaLimits { MessagesPerHour = 1, DomainsPerHour = 1 };
        var other = new AccountUsage();
        var mine = _usage.Take(QuotaRequest.Of("m1", false, "a@x.test", 0), limits, 0, Now)!.Value.Ticket!;
        var theirs = other.Take(QuotaRequest.Of("m2", false, "a@y.test", 0), limits, 0, Now)!.Value.Ticket!;
        var row = Write(other, Write(_usage, SharedUsage.Empty, "mine"), "theirs");
        Assert.Null(_usage.Settle(mine, limits, Now).Over);
        Assert.NotNull(other.Settle(theirs, limits, Now).Over);
        Assert.True(other.IsUnwritten);

        row = Write(other, row, "theirs");
        Assert.Equal(1, row.Used(QuotaMeasure.Messages, isDaily: false, Now));
        Assert.Equal(1, row.Used(QuotaMeasure.Recipients, isDaily: true, Now));
        Assert.False(row.IsOver(Now));
        Assert.True(row.IsOver(Now + 1440 + 16));
    }

    [Fact]
    public void It_is_given_up_when_nothing_of_it_is_in_any_window()
    {
        Assert.Null(Take(new QuotaLimits { MessagesPerDay = 5 }, "m1"));
        Assert.False(_usage.TryClose(Now + 1_440));
        Assert.True(_usage.TryClose(Now + 1_440 + 16));
        Assert.Null(_usage.Take(QuotaRequest.Of("m2", true, "", 1), QuotaLimits.None, 1, Now));
    }

    private static SharedUsage Write(AccountUsage usage, SharedUsage row, string writer)
    {
        var written = usage.Write(row, writer, Now, out var mark);
        usage.Written(written, writer, mark);
        return written;
    }

    private QuotaLimit? Take(QuotaLimits limits, string instance, string recipient = "", int? recipients = null, int now = Now) =>
        _usage.Take(QuotaRequest.Of(instance, recipient.Length == 0, recipient, recipients ?? 1), limits, 1, now)!.Value.Over;
}
