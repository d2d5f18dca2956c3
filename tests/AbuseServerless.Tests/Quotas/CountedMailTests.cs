using AbuseServerless.Quotas;

namespace AbuseServerless.Tests.Quotas;

/// <summary>When a host may let pass without the table, when it must ask, and what is then refused.</summary>
public sealed class CountedMailTests
{
    private const int Now = 15 * 6_000;

    private static readonly QuotaAnswer Hold = QuotaAnswer.Parse("HOLD");

    private readonly AccountUsage _usage = new();
    private SharedUsage _row = SharedUsage.Empty;

    private static QuotaLimits FourDomains => new() { DomainsPerHour = 4 };

    [Fact]
    public void A_further_recipient_passes_although_others_have_used_up_the_messages()
    {
        var limits = new QuotaLimits { MessagesPerHour = 3, RecipientsPerHour = 100, DomainsPerHour = 1 };
        Write();
        Assert.False(IsRefused(limits, Recipient("m1", "a@x.test")));
        Others(messages: 5, recipients: 5);

        // The whole message says of no domain either.
        Others("y@y.test", "z@z.test");
        Assert.False(IsRefused(limits, Recipient("m1", "b@x.test")));
        Assert.False(IsRefused(limits, Whole("m1", 4)));
    }

    [Fact]
    public void A_message_to_a_known_domain_is_refused_where_others_have_used_up_the_messages_and_leaves_nothing()
    {
        var limits = new QuotaLimits { MessagesPerHour = 3, DomainsPerHour = 10 };
        Write();
        Assert.False(IsRefused(limits, Recipient("m1", "a@x.test")));
        Others(messages: 2, recipients: 2, ago: 59);
        Assert.True(IsRefused(limits, Recipient("m2", "a@x.test")));
        Assert.True(IsRefused(limits, Recipient("m3", "a@y.test"), slack: 0.3));
        Write();
        Assert.Single(_row.Domains.Concat(_row.Pending.GetValueOrDefault("mine", SharedUsage.Empty.Domains)).DistinctBy(domain => domain.Key));

        // It is a message still when it is offered again.
        Assert.False(IsRefused(limits, Recipient("m2", "a@x.test"), now: Now + 2));
        Assert.Equal(2, _row.Writers["mine"].Sum(count => count.Messages));
    }

    [Fact]
    public void A_domain_that_another_host_has_made_known_meanwhile_passes_where_there_is_room_for_no_other()
    {
        var limits = new QuotaLimits { DomainsPerHour = 1, DomainsPerDay = 1 };
        var ticket = _usage.Take(Recipient("m1", "a@x.test"), limits, 1, Now)!.Value.Ticket!;
        Others("b@x.test", "b@y.test");
        Write();
        Assert.Null(_usage.Settle(ticket, limits, Now).Over);
        Assert.NotNull(_usage.Take(Recipient("m2", "a@z.test"), limits, 1, Now)!.Value.Over);
    }

    [Fact]
    public void Of_a_domain_that_is_pending_at_several_hosts_the_latest_counts()
    {
        var domain = Recipient("", "b@x.test").Domain;
        _row = _row with { Pending = _row.Pending.Add("theirs", _row.Domains.Add(domain, Now - 61)).Add("others", _row.Domains.Add(domain, Now)).Add("more", _row.Domains.Add(domain, Now - 70)) };
        Write();
        Assert.NotNull(_usage.Take(Recipient("m1", "a@y.test"), new QuotaLimits { DomainsPerHour = 1 }, 1, Now)!.Value.Over);
    }

    [Theory]
    [InlineData(60, false)]
    [InlineData(61, true)]
    public void A_domain_is_known_for_an_hour_whoever_sent_there_and_whether_or_not_that_may_be_held(int minutes, bool isAsked)
    {
        foreach (var (mine, mayBeHeld) in new[] { (true, false), (true, true), (false, false) })
        {
            var usage = new AccountUsage();
            var row = mine ? SharedUsage.Empty : SharedUsage.Empty with { Domains = SharedUsage.Empty.Domains.Add(Recipient("", "a@x.test").Domain, Now) };
            usage.Written(usage.Write(row, "mine", Now, out var mark), "mine", mark);
            Assert.True(!mine || usage.Take(Recipient("m1", "a@x.test"), FourDomains, 1, Now, mayBeHeld) == default(QuotaDecision));
            Assert.Equal(isAsked, usage.Take(Recipient("m2", "a@x.test"), FourDomains, 0, Now + minutes)!.Value.Ticket is not null);
        }
    }

    [Fact]
    public void A_second_message_to_a_domain_waits_while_the_first_does_however_much_may_pass_unwritten()
    {
        var first = _usage.Take(Recipient("m1", "a@x.test"), FourDomains, 1, Now)!.Value.Ticket!;
        Write();
        var second = _usage.Take(Recipient("m2", "b@x.test"), FourDomains, 1, Now)!.Value.Ticket!;
        Assert.Null(_usage.Settle(first, FourDomains, Now).Over);

        // The table does not hold that the domain is known now.
        Assert.True(_usage.IsUnwritten);
        Assert.Null(_usage.Settle(second, FourDomains, Now).Over);
        Write();
        Assert.Equal((1, false), (_row.Domains.Count, _usage.IsUnwritten));
        AssertPass(2);
    }

    [Fact]
    public void A_domain_that_two_messages_wait_for_counts_anew_where_the_first_is_held()
    {
        var first = _usage.Take(Recipient("m1", "a@x.test"), FourDomains, 1, Now, mayBeHeld: true)!.Value.Ticket!;
        var second = _usage.Take(Recipient("m2", "b@x.test"), FourDomains, 1, Now, mayBeHeld: true)!.Value.Ticket!;
        Write();
        Assert.Null(_usage.Settle(first, FourDomains, Now).Over);
        Assert.True(_usage.Hold("m1", Hold, Now));
        Assert.Null(_usage.Settle(second, FourDomains, Now).Over);
        AssertPass(1);
    }

    [Fact]
    public void A_domain_that_is_refused_leaves_what_may_pass_unwritten_as_it_was()
    {
        Others("a@1.test", "a@2.test", "a@3.test", "a@4.test");
        var ticket = _usage.Take(Recipient("m1", "a@x.test"), FourDomains, 1, Now)!.Value.Ticket!;
        _usage.Written(_row, "mine", Mark());
        Assert.NotNull(_usage.Settle(ticket, FourDomains, Now).Over);
        Assert.All(["p", "q"], domain => Assert.Equal(default(QuotaDecision), _usage.Take(Recipient(domain, $"a@{domain}.test"), FourDomains, 0.5, Now + 61)));
    }

    [Fact]
    public void A_message_is_the_same_for_an_hour_after_it_was_heard_of_last()
    {
        var limits = new QuotaLimits { MessagesPerDay = 1 };
        Write();
        Assert.Null(Over(limits, Recipient("m1", "a@x.test"), Now));
        Assert.Null(Over(limits, Recipient("m1", "b@x.test"), Now + 60));
        Assert.Null(Over(limits, Recipient("m1", "c@x.test"), Now + 120));
        Assert.NotNull(Over(limits, Recipient("m1", "d@x.test"), Now + 181));
    }

    [Fact]
    public void A_held_message_is_held_for_an_hour_after_it_was_asked_about_last_and_one_without_a_name_is_not()
    {
        Assert.All(["m1", ""], instance => Assert.True(_usage.Hold(instance, Hold, Now)));
        Assert.Equal([Hold, null], new[] { "m1", "" }.Select(instance => _usage.FindHeld(instance, Now + 30)));
        Assert.False(_usage.TryClose(Now + 90));
        Assert.Equal(Hold, _usage.FindHeld("m1", Now + 90));
        Assert.True(_usage.TryClose(Now + 151));
    }

    [Fact]
    public void What_was_sent_to_a_domain_is_forgotten_after_a_day()
    {
        Write();
        Assert.Null(Over(FourDomains, Recipient("m1", "a@x.test"), Now));
        Assert.False(_usage.TryClose(Now + 1_454));
        Assert.True(_usage.TryClose(Now + 1_455));
    }

    [Fact]
    public void Without_a_limit_of_domains_none_is_remembered()
    {
        Write();
        Assert.Null(Over(new QuotaLimits { MessagesPerDay = 9 }, Recipient("m1", "a@x.test"), Now));
        Assert.Equal((0, 0), (Written().Domains.Count, Written().Pending.Count));
    }

    [Fact]
    public void What_adds_nothing_leaves_nothing_to_be_written_and_the_end_of_a_message_makes_its_domain_known_once()
    {
        Write();
        var limits = new QuotaLimits { MessagesPerDay = 9, DomainsPerDay = 9 };
        Assert.Equal([true, false, true, false], new[] { Recipient("m1", "a@x.test"), Recipient("m1", "a@x.test"), Whole("m1", 1) with { IsEnd = true }, Whole("m1", 1) with { IsEnd = true } }.Select(IsNews));
        Assert.Equal((1, 0), (_row.Domains.Count, _row.Pending.Count));

        bool IsNews(QuotaRequest request)
        {
            Assert.Equal(default(QuotaDecision), _usage.Take(request, limits, 1, Now, mayBeHeld: true));
            var isNews = _usage.IsUnwritten;
            Write();
            return isNews;
        }
    }

    [Fact]
    public void The_end_of_a_message_that_waits_for_the_table_makes_its_domain_known_too()
    {
        Write();
        var limits = new QuotaLimits { RecipientsPerHour = 10, DomainsPerHour = 9 };
        Assert.Equal(default(QuotaDecision), _usage.Take(Recipient("m1", "a@x.test"), limits, 0.2, Now, mayBeHeld: true));
        Assert.False(IsRefused(limits, Whole("m1", 5) with { IsEnd = true }, slack: 0.2, mayBeHeld: true));
        Assert.Equal((1, 0), (Written().Domains.Count, Written().Pending.Count));
    }

    [Fact]
    public void A_message_whose_number_of_recipients_is_not_told_keeps_those_that_it_has_and_one_that_grows_counts_what_it_has_more()
    {
        var limits = new QuotaLimits { RecipientsPerHour = 3 };
        Write();
        Assert.Null(Over(limits, Recipient("m1", "a@x.test"), Now));
        Assert.Null(Over(limits, Recipient("m1", "b@x.test"), Now));
        Assert.Null(Over(limits, Whole("m1", 0), Now));
        Assert.Equal(2, Written().Writers["mine"].Sum(count => count.Recipients));
        Assert.All([1, 2, 3], _ => Assert.Null(Over(limits, Whole("m2", 1), Now)));
        Assert.NotNull(Over(limits, Whole("m2", 2), Now));
    }

    [Fact]
    public void What_a_message_was_refused_leaves_a_recipient_that_it_names_twice_one()
    {
        var limits = new QuotaLimits { RecipientsPerHour = 3 };
        Write();
        Assert.All([1, 2], _ => Assert.False(IsRefused(limits, Recipient("m1", "a@x.test"))));
        Others(messages: 1, recipients: 2);
        Assert.True(IsRefused(limits, Whole("m1", 4)));
        Assert.False(IsRefused(limits, Whole("m1", 2)));
    }

    [Fact]
    public void What_is_taken_back_in_two_steps_is_that_of_its_own_minutes()
    {
        var limits = new QuotaLimits { RecipientsPerHour = 6 };
        Write();
        for (var minute = 0; minute < 3; minute++)
        {
            Assert.Null(Over(limits, Recipient("m1", $"{minute}@x.test"), Now + minute));
        }

        // Other restrictions refused the last two; the rest is held.
        Assert.Null(Over(limits, Whole("m1", 1), Now + 2));
        Assert.Equal([1, 0, 0], Written().Writers["mine"].Select(count => count.Recipients));
        Assert.True(_usage.Hold("m1", Hold, Now + 2));
        Assert.Equal([0, 0, 0], Written().Writers["mine"].Select(count => count.Recipients));
    }

    [Fact]
    public void A_held_message_of_several_minutes_leaves_what_may_pass_unwritten_as_it_was()
    {
        var limits = new QuotaLimits { RecipientsPerHour = 10 };
        Write();
        Assert.All([0, 1, 2], minute => Assert.Equal(default(QuotaDecision), _usage.Take(Recipient("m1", $"{minute}@x.test"), limits, 0.5, Now + minute)));
        Assert.True(_usage.Hold("m1", Hold, Now + 2));
        Assert.Equal(default(QuotaDecision), _usage.Take(Whole("m2", 5), limits, 0.5, Now + 2));
    }

    [Fact]
    public void A_client_that_comes_back_after_five_minutes_is_a_new_one_where_the_limit_is_lower_now()
    {
        var noon = DateTimeOffset.UnixEpoch.AddDays(20_000);
        Assert.Equal([true, true, true], new[] { (1UL, 0), (2UL, 5), (3UL, 5) }.Select(client => _usage.Pass(client.Item1, 3, noon.AddMinutes(client.Item2))));
        Assert.False(_usage.Pass(1, 2, noon.AddMinutes(5)));
        Assert.True(_usage.Pass(2, 2, noon.AddMinutes(5)));
    }

    private static QuotaRequest Recipient(string instance, string recipient) => QuotaRequest.Of(instance, false, recipient, 0);

    private static QuotaRequest Whole(string instance, int recipients) => QuotaRequest.Of(instance, true, "", recipients);

    // Of new domains so many pass without the table at half of the four.
    private void AssertPass(int number)
    {
        Assert.All(Enumerable.Range(0, number), n => Assert.Equal(default(QuotaDecision), _usage.Take(Recipient($"new{n}", $"a@new{n}.test"), FourDomains, 0.5, Now)));
        Assert.NotNull(_usage.Take(Recipient("more", "a@more.test"), FourDomains, 0.5, Now)!.Value.Ticket);
    }

    private QuotaLimit? Over(QuotaLimits limits, in QuotaRequest request, int now) => _usage.Take(request, limits, 1, now)!.Value.Over;

    private bool IsRefused(QuotaLimits limits, in QuotaRequest request, double slack = 0, int now = Now, bool mayBeHeld = false)
    {
        var decision = _usage.Take(request, limits, slack, now, mayBeHeld)!.Value;
        Write(now);
        var isRefused = (decision.Ticket is { } ticket ? _usage.Settle(ticket, limits, now) : decision).Over is not null;
        Write(now);
        return isRefused;
    }

    // What only the table tells.
    private void Others(int messages, int recipients, int ago = 0) => _row = _row with { Writers = _row.Writers.SetItem("theirs", [new(Now - ago, messages, recipients)]) };

    private void Others(params string[] recipients) => _row = _row with { Domains = _row.Domains.SetItems(recipients.Select(recipient => KeyValuePair.Create(Recipient("", recipient).Domain, Now))) };

    private object Mark()
    {
        _usage.Write(_row, "mine", Now, out var mark);
        return mark;
    }

    private SharedUsage Written() => _usage.Write(_row, "mine", Now, out _);

    private void Write(int now = Now)
    {
        _row = _usage.Write(_row, "mine", now, out var mark);
        _usage.Written(_row, "mine", mark);
    }
}
