using AbuseServerless.Quotas;

namespace AbuseServerless.Tests.Quotas;

/// <summary>A message that is held only at its end, as by a limit of clients, after it passed at DATA: it uses up nothing either.</summary>
public sealed class HeldAtEndTests
{
    private const int Now = 29_000_003;

    private static readonly QuotaAnswer Hold = QuotaAnswer.Parse("HOLD");
    private static readonly QuotaLimits Limits = new() { MessagesPerHour = 1_000, RecipientsPerHour = 1_000, DomainsPerHour = 500 };

    private readonly AccountUsage _usage = new();

    // A host that has not seen the table lets nothing pass without it.
    public HeldAtEndTests() => Written();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_message_that_passed_at_data_and_is_held_at_its_end_gives_back_its_domains(bool isAskedByRecipient)
    {
        Assert.True(!isAskedByRecipient || Passes(Limits, QuotaRequest.Of("m1", false, "a@x.test", 0)));
        Assert.True(Passes(Limits, QuotaRequest.Of("m1", true, "a@x.test", 1)));
        Assert.Equal(1, Used(QuotaMeasure.Domains));
        Assert.True(_usage.Hold("m1", Hold, Now));

        Assert.Equal((0, 0, 0), (Used(QuotaMeasure.Messages), Used(QuotaMeasure.Recipients), Used(QuotaMeasure.Domains)));
    }

    [Fact]
    public void A_domain_that_is_given_back_leaves_room_for_another_one()
    {
        var limits = new QuotaLimits { DomainsPerDay = 1 };
        Assert.True(Passes(limits, QuotaRequest.Of("m1", true, "a@x.test", 1)));
        Assert.False(Passes(limits, QuotaRequest.Of("m2", true, "a@y.test", 1)));
        Assert.True(_usage.Hold("m1", Hold, Now));
        Assert.True(Passes(limits, QuotaRequest.Of("m3", true, "a@y.test", 1)));
    }

    [Fact]
    public void A_message_without_a_name_that_passed_counts_at_once_since_nothing_of_it_can_be_given_back()
    {
        Assert.True(Passes(Limits, QuotaRequest.Of("", true, "a@x.test", 1)));
        Assert.Empty(Written().Pending);
        Assert.Single(Written().Domains);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.02)]
    [InlineData(1.0)]
    public void Over_several_hosts_what_the_table_counts_is_exactly_the_mail_that_is_not_held_wherever_it_is_held(double slack)
    {
        const int hosts = 3;
        var (held, ended) = (0, 0);
        for (var seed = 0; seed < 5; seed++)
        {
            var (random, row) = (new Random(seed), SharedUsage.Empty);
            var gates = Enumerable.Range(0, hosts).Select(_ => new AccountUsage()).ToArray();

            // Open messages of each host by name, with their recipients; and those that ended.
            var open = Enumerable.Range(0, hosts).Select(_ => new Dictionary<string, HashSet<string>>()).ToArray();
            var passed = new List<HashSet<string>>();
            for (var step = 0; step < 200; step++)
            {
                var host = random.Next(hosts);
                if (open[host].Count < 2)
                {
                    open[host].Add($"{host}/{step}", []);
                }

                var (name, recipients) = open[host].ElementAt(random.Next(open[host].Count));
                switch (recipients.Count == 0 ? 0 : random.Next(5))
                {
                    case 3:
                        Pass(host, QuotaRequest.Of(name, true, recipients.Count == 1 ? recipients.Single() : "", recipients.Count));
                        break;
                    case 4:
                        open[host].Remove(name);
                        if (random.Next(2) == 0)
                        {
                            // The limit of clients.
                            Assert.True(gates[host].Hold(name, Hold, Now));
                            Write(host);
                            held++;
                            break;
                        }

                        Pass(host, QuotaRequest.Of(name, true, recipients.Count == 1 ? recipients.Single() : "", recipients.Count) with { IsEnd = true });
                        passed.Add(recipients);
                        ended++;
                        break;
                    default:
                        var recipient = $"{random.Next(3)}@d{random.Next(12)}.test";
                        Pass(host, QuotaRequest.Of(name, false, recipient, 0));
                        recipients.Add(recipient);
                        break;
                }

                HashSet<string>[] counted = [.. passed, .. open.SelectMany(one => one.Values).Where(one => one.Count > 0)];
                Assert.Equal(counted.Length, row.Used(QuotaMeasure.Messages, isDaily: false, Now));
                Assert.Equal(counted.Sum(one => one.Count), row.Used(QuotaMeasure.Recipients, isDaily: false, Now));
                Assert.Equal(counted.SelectMany(one => one).Select(one => one.Split('@')[1]).Distinct().Count(), row.Used(QuotaMeasure.Domains, isDaily: false, Now));
            }

            void Pass(int host, in QuotaRequest request)
            {
                var decision = gates[host].Take(request, Limits, slack, Now, mayBeHeld: true)!.Value;
                Write(host);
                Assert.Null((decision.Ticket is { } ticket ? gates[host].Settle(ticket, Limits, Now) : decision).Over);
                Write(host);
            }

            void Write(int host)
            {
                row = gates[host].Write(row, $"{host}", Now, out var mark);
                gates[host].Written(row, $"{host}", mark);
            }
        }

        Assert.InRange(held, 40, int.MaxValue);
        Assert.InRange(ended, 40, int.MaxValue);
    }

    private bool Passes(QuotaLimits limits, in QuotaRequest request) => _usage.Take(request, limits, 1, Now, mayBeHeld: true)!.Value.Over is null;

    private int Used(QuotaMeasure measure) => Written().Used(measure, isDaily: false, Now);

    private SharedUsage Written()
    {
        var row = _usage.Write(SharedUsage.Empty, "mine", Now, out var mark);
        _usage.Written(row, "mine", mark);
        return row;
    }
}
