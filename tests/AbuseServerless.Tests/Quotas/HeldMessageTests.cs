using AbuseServerless.Quotas;

namespace AbuseServerless.Tests.Quotas;

/// <summary>A message that is held or filtered is that as a whole, whichever recipient was beyond the limit: it uses up nothing.</summary>
public sealed class HeldMessageTests
{
    private const int Now = 29_000_003;

    private static readonly QuotaAnswer Hold = QuotaAnswer.Parse("HOLD");

    private readonly AccountUsage _usage = new();

    // A host that has not seen the table lets nothing pass without it.
    public HeldMessageTests() => Written();

    [Fact]
    public void A_message_that_is_held_at_its_last_recipient_gives_back_its_message_recipients_and_domains()
    {
        var limits = new QuotaLimits { MessagesPerHour = 2, RecipientsPerHour = 4, DomainsPerHour = 2 };
        Assert.Equal([null, null, null], Offer(limits, "m1", "a@x.test", "b@x.test"));
        Assert.Equal([null, null, Hold, Hold, Hold], Offer(limits, "m2", "a@x.test", "a@y.test", "a@z.test", "b@x.test"));

        Assert.Equal([null, null, null], Offer(limits, "m3", "a@v.test", "b@v.test"));
        Assert.Equal([Hold, Hold], Offer(limits, "m4", "a@x.test"));
        Assert.Equal((2, 4, 2), Used());
    }

    [Fact]
    public void Of_a_message_that_is_held_at_its_first_recipient_those_that_would_pass_do_not_count()
    {
        var limits = new QuotaLimits { RecipientsPerDay = 2, DomainsPerDay = 1 };
        Assert.Equal([null, null], Offer(limits, "m1", "a@x.test"));
        Assert.Equal([Hold, Hold, Hold], Offer(limits, "m2", "a@y.test", "b@x.test"));
        Assert.Equal([null, null], Offer(limits, "m3", "b@x.test"));
    }

    [Fact]
    public void What_is_given_back_is_that_of_the_minutes_in_which_it_was_counted()
    {
        var limits = new QuotaLimits { RecipientsPerHour = 4 };
        Assert.Null(Ask(limits, "m1", "a@x.test", Now));
        Assert.Null(Ask(limits, "m2", "a@x.test", Now));
        Assert.Null(Ask(limits, "m1", "b@x.test", Now + 30));
        Assert.Null(Ask(limits, "m2", "b@x.test", Now + 30));
        Assert.Equal(Hold, Ask(limits, "m2", "c@x.test", Now + 30));

        // Of the first, one recipient each in the first minute and in the last.
        Assert.Equal([new MinuteCount(Now, 1, 1), new MinuteCount(Now + 30, 0, 1)], Written(Now + 30).Writers["mine"]);
    }

    [Fact]
    public void A_domain_of_a_held_message_still_counts_where_another_message_is_to_it_and_no_longer_where_that_is_held_too()
    {
        var limits = new QuotaLimits { DomainsPerHour = 2 };
        Assert.Null(Ask(limits, "m1", "a@x.test"));
        Assert.Null(Ask(limits, "m2", "b@x.test"));
        Assert.Null(Ask(limits, "m1", "a@y.test"));
        Assert.Equal(Hold, Ask(limits, "m1", "a@z.test"));
        Assert.Equal(1, Used().Domains);

        Assert.Null(Ask(limits, "m2", "b@y.test"));
        Assert.Equal(Hold, Ask(limits, "m2", "b@z.test"));
        Assert.Equal((0, 0, 0), Used());

        // Once the end of a message was asked about, its domains are no longer in doubt.
        Assert.Equal([null, null], Offer(limits, "m3", "c@x.test"));
        Assert.Equal([null, Hold, Hold], Offer(new QuotaLimits { RecipientsPerHour = 2, DomainsPerHour = 2 }, "m4", "d@x.test", "e@x.test"));
        Assert.Equal((1, 1, 1), Used());
        Assert.Empty(Written().Pending);
    }

    [Fact]
    public void A_domain_is_told_to_other_hosts_as_pending_before_the_end_of_its_message_and_is_known_an_hour_later_at_the_latest()
    {
        var limits = new QuotaLimits { DomainsPerDay = 5 };
        Assert.Null(Ask(limits, "m1", "a@x.test"));
        var row = Written();
        Assert.Equal((0, 1), (row.Domains.Count, row.Pending["mine"].Count));
        Assert.Equal(1, row.Used(QuotaMeasure.Domains, isDaily: true, Now));

        Assert.Null(Ask(limits, "m2", "a@y.test", Now + 61));
        row = Written(Now + 61);
        Assert.Equal((1, 1), (row.Domains.Count, row.Pending["mine"].Count));
        Assert.Equal(2, row.Used(QuotaMeasure.Domains, isDaily: true, Now + 61));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.3)]
    [InlineData(1.0)]
    public void Of_any_mail_what_is_counted_is_what_is_not_held_whether_or_not_the_table_is_asked(double slack)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var (random, usage, row) = (new Random(seed), new AccountUsage(), SharedUsage.Empty);
            var limits = new QuotaLimits { MessagesPerHour = 15, RecipientsPerHour = 30, DomainsPerHour = 6 };
            var passed = new List<string>();
            for (var message = 0; message < 60; message++)
            {
                var recipients = Enumerable.Range(0, random.Next(1, 8)).Select(n => $"{n}@d{random.Next(12)}.test").ToArray();
                var answers = recipients.Select(recipient => AskTable($"m{message}", recipient)).ToList();
                answers.Add(AskTable($"m{message}", "", recipients.Length));

                // From the first that is held, all are.
                Assert.Equal(answers.Order(Comparer<QuotaAnswer?>.Create((one, other) => (one is null ? 0 : 1) - (other is null ? 0 : 1))), answers);
                passed.AddRange(answers[^1] is null ? recipients : []);
                var sent = Write();
                Assert.Equal(passed.Count, sent.Used(QuotaMeasure.Recipients, isDaily: false, Now));
                Assert.Equal(passed.Select(recipient => recipient.Split('@')[1]).Distinct().Count(), sent.Used(QuotaMeasure.Domains, isDaily: false, Now));
                Assert.Empty(sent.Pending);
            }

            Assert.InRange(passed.Count, 1, 30);

            QuotaAnswer? AskTable(string instance, string recipient, int count = 0)
            {
                if (usage.FindHeld(instance, Now) is { } held)
                {
                    return held;
                }

                var decision = usage.Take(Request(instance, recipient, count), limits, slack, Now, mayBeHeld: true)!.Value;
                if (decision.Ticket is { } ticket)
                {
                    Write();
                    decision = usage.Settle(ticket, limits, Now);
                }

                return decision.Over is null ? null : Held(usage, instance, Now);
            }

            SharedUsage Write()
            {
                row = usage.Write(row, "mine", Now, out var mark);
                usage.Written(row, "mine", mark);
                return row;
            }
        }
    }

    [Fact]
    public void Several_hosts_let_mail_to_no_more_domains_pass_than_the_stated_bound_also_where_messages_are_held()
    {
        const int limit = 10;
        const int hosts = 3;
        const double slack = 0.2;
        var limits = new QuotaLimits { DomainsPerHour = limit, RecipientsPerHour = 60 };
        for (var seed = 0; seed < 8; seed++)
        {
            var random = new Random(seed);
            var row = SharedUsage.Empty;
            var gates = Enumerable.Range(0, hosts).Select(_ => new AccountUsage()).ToArray();
            var open = new string?[hosts];
            var sent = new Dictionary<string, HashSet<string>>();
            for (var step = 0; step < 1_500; step++)
            {
                var host = random.Next(hosts);
                var message = open[host] ??= $"{host}/{step}";
                if (random.Next(5) == 0)
                {
                    // The message ends.
                    var isHeld = gates[host].FindHeld(message, Now) is not null;
                    Assert.True(isHeld || gates[host].Take(Request(message, "", sent.GetValueOrDefault(message)?.Count ?? 0), limits, slack, Now, mayBeHeld: true)!.Value.Over is null || !sent.ContainsKey(message));
                    open[host] = null;
                    continue;
                }

                var domain = $"d{random.Next(3 * limit)}.test";
                if (gates[host].FindHeld(message, Now) is not null)
                {
                    continue;
                }

                var decision = gates[host].Take(QuotaRequest.Of(message, false, $"x@{domain}", 0), limits, slack, Now, mayBeHeld: true)!.Value;
                if (decision.Ticket is { } ticket)
                {
                    row = gates[host].Write(row, $"{host}", Now, out var mark);
                    gates[host].Written(row, $"{host}", mark);
                    decision = gates[host].Settle(ticket, limits, Now);
                }

                if (decision.Over is not null)
                {
                    Held(gates[host], message, Now);
                    sent.Remove(message);
                }
                else
                {
                    (sent.TryGetValue(message, out var domains) ? domains : sent[message] = []).Add(domain);
                }

                Assert.True(sent.Values.SelectMany(one => one).Distinct().Count() <= limit - 1 + hosts * (int)(limit * slack));
            }
        }
    }

    // About a recipient, or the end of the message.
    private static QuotaRequest Request(string instance, string recipient, int count) => QuotaRequest.Of(instance, recipient.Length == 0, recipient, count) with { IsEnd = recipient.Length == 0 };

    private static QuotaAnswer Held(AccountUsage usage, string instance, int now)
    {
        Assert.True(usage.Hold(instance, Hold, now));
        return Hold;
    }

    private QuotaAnswer?[] Offer(QuotaLimits limits, string instance, params string[] recipients) =>
        [.. recipients.Select(recipient => Ask(limits, instance, recipient)), Ask(limits, instance, "", count: recipients.Length)];

    private QuotaAnswer? Ask(QuotaLimits limits, string instance, string recipient, int now = Now, int count = 0)
    {
        if (_usage.FindHeld(instance, now) is { } held)
        {
            return held;
        }

        var over = _usage.Take(Request(instance, recipient, count), limits, 1, now, mayBeHeld: true)!.Value.Over;
        return over is null ? null : Held(_usage, instance, now);
    }

    private SharedUsage Written(int now = Now)
    {
        var row = _usage.Write(SharedUsage.Empty, "mine", now, out var mark);
        _usage.Written(row, "mine", mark);
        return row;
    }

    private (int Messages, int Recipients, int Domains) Used()
    {
        var row = Written();
        return (row.Used(QuotaMeasure.Messages, isDaily: false, Now), row.Used(QuotaMeasure.Recipients, isDaily: false, Now), row.Used(QuotaMeasure.Domains, isDaily: false, Now));
    }
}
