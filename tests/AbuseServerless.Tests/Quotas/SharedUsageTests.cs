using System.Collections.Immutable;
using AbuseServerless.Quotas;

namespace AbuseServerless.Tests.Quotas;

/// <summary>What is in the row that all hosts write.</summary>
public sealed class SharedUsageTests
{
    private const int Now = 15 * 6_000;

    private static SharedUsage Row => SharedUsage.Empty with
    {
        Writers = SharedUsage.Empty.Writers.Add("a", [new(Now - 61, 1, 10), new(Now - 60, 2, 20)]).Add("b", [new(Now, 4, 40), new(Now - 1_441, 9, 90)]),
        Domains = Domains((1, Now - 61), (2, Now - 60), (3, Now - 1_441), (7, Now - 60)),
        Pending = SharedUsage.Empty.Pending.Add("a", Domains((2, Now), (4, Now))).Add("b", Domains((5, Now - 61), (6, Now - 1_441))),
    };

    [Fact]
    public void Of_each_measure_what_all_hosts_have_written_in_the_window_is_used()
    {
        Assert.Equal((6, 7), Used(QuotaMeasure.Messages));
        Assert.Equal((60, 70), Used(QuotaMeasure.Recipients));

        // A domain that is known and pending is one.
        Assert.Equal((3, 5), Used(QuotaMeasure.Domains));

        static (int Hour, int Day) Used(QuotaMeasure measure) => (Row.Used(measure, false, Now), Row.Used(measure, true, Now));
    }

    [Theory]
    [InlineData(60, true)]
    [InlineData(61, false)]
    public void A_domain_counts_for_an_hour_to_the_minute(int minutes, bool isOver)
    {
        var limits = new QuotaLimits { DomainsPerHour = 1 };
        var usage = new AccountUsage();
        usage.Written(usage.Write(SharedUsage.Empty, "a", Now, out var mark), "a", mark);
        Assert.Null(usage.Take(QuotaRequest.Of("m1", true, "a@x.test", 1), limits, 1, Now)!.Value.Over);
        Assert.Equal(isOver, usage.Take(QuotaRequest.Of("m2", true, "a@y.test", 1), limits, 1, Now + minutes)!.Value.Over is not null);
    }

    [Fact]
    public void A_row_is_over_when_the_last_of_it_is_in_no_window()
    {
        Assert.True(SharedUsage.Empty.IsOver(Now));
        foreach (var last in new[] { Row with { Domains = SharedUsage.Empty.Domains, Pending = SharedUsage.Empty.Pending }, SharedUsage.Empty with { Domains = Domains((1, Now)) }, SharedUsage.Empty with { Pending = SharedUsage.Empty.Pending.Add("a", Domains((1, Now))) } })
        {
            Assert.Equal((false, true), (last.IsOver(Now + 1_440), last.IsOver(Now + 1_455)));
        }
    }

    [Fact]
    public void A_row_without_room_keeps_the_later_half_of_its_domains_and_all_counts()
    {
        var half = (Row with { Domains = Domains((1, 5), (2, 9), (3, 7), (4, 6), (5, 1)) }).Halve()!;
        Assert.Equal([2UL, 3], half.Domains.Keys.Order().ToArray());
        Assert.Empty(half.Pending);
        Assert.Equal(Row.Writers, half.Writers);
        Assert.Empty((SharedUsage.Empty with { Domains = Domains((1, 5)) }).Halve()!.Domains);
        Assert.Empty((SharedUsage.Empty with { Pending = Row.Pending }).Halve()!.Pending);
        Assert.Null((Row with { Domains = SharedUsage.Empty.Domains, Pending = SharedUsage.Empty.Pending }).Halve());
    }

    [Fact]
    public void A_host_replaces_what_it_wrote_and_leaves_what_others_wrote_but_for_what_is_over()
    {
        var usage = new AccountUsage();
        usage.Take(QuotaRequest.Of("m1", true, "", 3), new QuotaLimits { MessagesPerDay = 9 }, 1, Now);
        var written = usage.Write(Row, "a", Now, out _);
        Assert.Equal([new MinuteCount(Now, 1, 3)], written.Writers["a"]);
        Assert.Equal([new MinuteCount(Now, 4, 40)], written.Writers["b"]);
        Assert.Equal([1UL, 2, 7], written.Domains.Keys.Order().ToArray());
        Assert.Equal(["b"], written.Pending.Keys);
        Assert.Equal([5UL], written.Pending["b"].Keys);
        Assert.Equal(["b"], new AccountUsage().Write(Row, "a", Now, out _).Writers.Keys);
    }

    [Fact]
    public void Of_a_domain_the_later_minute_is_kept_whoever_wrote_it()
    {
        var limits = new QuotaLimits { DomainsPerDay = 9 };
        var usage = new AccountUsage();
        var request = QuotaRequest.Of("m1", false, "a@x.test", 0);
        usage.Accept(usage.Take(request, limits, 0, Now)!.Value.Ticket!);
        Assert.Equal(Now, usage.Write(SharedUsage.Empty with { Domains = Domains((request.Domain, Now - 9)) }, "a", Now, out _).Domains[request.Domain]);
        Assert.Equal(Now + 9, usage.Write(SharedUsage.Empty with { Domains = Domains((request.Domain, Now + 9)) }, "a", Now, out _).Domains[request.Domain]);
    }

    [Fact]
    public void Twice_as_many_domains_as_a_limit_counts_are_kept_the_latest_ones()
    {
        var many = Enumerable.Range(1, 2_001).Select(n => ((ulong)n, Now - n % 60 - (n == 7 ? 60 : 0))).ToArray();
        var written = new AccountUsage().Write(SharedUsage.Empty with { Domains = Domains(many) }, "a", Now, out _);
        Assert.Equal((2_000, false), (written.Domains.Count, written.Domains.ContainsKey(7)));
    }

    private static ImmutableDictionary<ulong, int> Domains(params (ulong Domain, int Minute)[] domains) => domains.ToImmutableDictionary(one => one.Domain, one => one.Minute);
}
