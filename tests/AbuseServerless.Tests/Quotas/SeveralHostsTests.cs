using System.Collections.Immutable;
using AbuseServerless.Quotas;

namespace AbuseServerless.Tests.Quotas;

/// <summary>What several hosts let pass that write to one row.</summary>
public sealed class SeveralHostsTests
{
    private const int Now = 29_000_003;

    private readonly AccountUsage _usage = new();

    [Theory]
    [InlineData(20, 0.0, 3)]
    [InlineData(20, 0.1, 3)]
    [InlineData(20, 0.5, 4)]
    [InlineData(7, 0.3, 5)]
    public void Several_hosts_let_pass_at_most_the_stated_bound_in_any_order(int limit, double slack, int hosts)
    {
        var limits = new QuotaLimits { MessagesPerHour = limit };
        for (var seed = 0; seed < 5; seed++)
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
    [InlineData(0)]
    [InlineData(19)]
    [InlineData(20)]
    public void A_host_that_starts_anew_lets_nothing_pass_before_it_has_seen_the_table(int used)
    {
        var limits = new QuotaLimits { RecipientsPerHour = 20 };
        var row = SharedUsage.Empty;
        for (var message = 0; message < used; message++)
        {
            var former = new AccountUsage();
            Assert.NotNull(former.Take(QuotaRequest.Of($"{message}", true, "", 1), limits, 0.1, Now)!.Value.Ticket);
            row = Write(former, row, $"{message}");
        }

        var host = new AccountUsage();
        var ticket = host.Take(QuotaRequest.Of("next", true, "", 1), limits, 0.1, Now)!.Value.Ticket!;
        row = Write(host, row, "host");
        Assert.Equal(used == 20, host.Settle(ticket, limits, Now).Over is not null);
        Assert.Null(host.Take(QuotaRequest.Of("another", true, "", 1), limits, 0.1, Now)!.Value.Ticket);
    }

    [Theory]
    [InlineData(10, 0.0, 3)]
    [InlineData(10, 0.2, 3)]
    [InlineData(6, 0.5, 4)]
    public void Several_hosts_let_mail_to_no_more_domains_pass_than_the_stated_bound_also_when_it_is_tried_again(int limit, double slack, int hosts)
    {
        var limits = new QuotaLimits { DomainsPerHour = limit };
        for (var seed = 0; seed < 5; seed++)
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

    private static SharedUsage Write(AccountUsage usage, SharedUsage row, string writer)
    {
        var written = usage.Write(row, writer, Now, out var mark);
        usage.Written(written, writer, mark);
        return written;
    }
}
