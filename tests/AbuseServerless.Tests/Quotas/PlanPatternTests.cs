using System.Reflection;
using AbuseServerless.Accounts;
using AbuseServerless.Quotas;

namespace AbuseServerless.Tests.Quotas;

/// <summary>Whom a plan is for, and what its limits and answers are.</summary>
public sealed class PlanPatternTests
{
    [Theory]
    [InlineData("*@example.jp", "example.jp", false)]
    [InlineData("*@*.example.jp", null, false)]
    [InlineData("*@exam*ple.jp", null, false)]
    [InlineData("*@a@b", null, false)]
    [InlineData("a*@example.jp", null, false)]
    [InlineData("*", null, false)]
    [InlineData("alice@example.jp", null, true)]
    public void A_domain_is_an_asterisk_before_the_only_at_sign_and_an_account_has_none(string text, string? domain, bool isAccount)
    {
        var pattern = PlanPattern.Parse(text);
        Assert.Equal((domain, isAccount, text, text), (pattern.Domain, pattern.IsAccount, pattern.Value, pattern.ToString()));
    }

    [Fact]
    public void Asterisks_side_by_side_are_one_and_no_pattern_is_empty()
    {
        Assert.Equal("*a*b", PlanPattern.Parse("***a****B").Value);
        Assert.Equal(("", true), (default(PlanPattern).Value, default(PlanPattern).IsAccount));
        Assert.Throws<FormatException>(() => PlanPattern.Parse(""));
    }

    [Theory]
    [InlineData("alice", "alice", true)]
    [InlineData("alice", "alicex", false)]
    [InlineData("a*a", "a", false)]
    [InlineData("a*a", "aa", true)]
    [InlineData("a*b*c", "abc", true)]
    [InlineData("a*b*c", "axbyc", true)]
    [InlineData("a*b*c", "axyc", false)]
    [InlineData("a*bb*bb*c", "abbxbbc", true)]
    [InlineData("a*bb*bb*c", "axbbbc", false)]
    [InlineData("*@x.test", "a@y.test", false)]
    [InlineData("a*", "ba", false)]
    [InlineData("*a", "ab", false)]
    public void An_asterisk_stands_for_any_characters_and_for_none(string pattern, string account, bool matches) =>
        Assert.Equal(matches, PlanPattern.Parse(pattern).Matches(AccountName.Parse(account)));

    [Fact]
    public void An_account_goes_before_wildcards_and_of_those_the_one_that_says_more()
    {
        var order = new[] { "ab", "b", "abc*", "ab*", "bb*", "*" }.Select(PlanPattern.Parse).ToArray();
        for (var i = 0; i < order.Length; i++)
        {
            for (var j = 0; j < order.Length; j++)
            {
                var (one, other) = (order[i], order[j]);
                Assert.Equal([j > i, i > j, j >= i, i >= j], new[] { one < other, one > other, one <= other, one >= other });
            }
        }
    }

    [Fact]
    public void Of_a_domain_and_a_pattern_that_both_match_the_one_with_more_characters_holds()
    {
        var plans = Set("*@example.jp", "news*@example.jp", "*.jp", "n*");
        Assert.Equal("news*@example.jp", Name("newsletter@example.jp"));
        Assert.Equal("*@example.jp", Name("nobody@example.jp"));
        Assert.Equal("*.jp", Name("nobody@example.co.jp"));
        Assert.Equal("n*", Name("nobody@example.com"));
        Assert.Null(Name("bob@example.com"));
        Assert.Equal([false, false, false], new[] { "bob", "*@example.jp", "n*" }.Select(pattern => Set(pattern).IsEmpty));

        string? Name(string account) => plans.Find(AccountName.Parse(account))?.Reason;
    }

    [Fact]
    public void A_plan_has_a_name_of_64_characters_at_the_most_in_lower_case()
    {
        Assert.Equal("gold-1._", Named("Gold-1._").Name);
        Assert.Equal(64, Named(new string('a', 64)).Name.Length);
        Assert.Equal("A plan name must be 1 to 64 ASCII letters, digits, '.', '_' and '-'.", Assert.Throws<FormatException>(() => Named(new string('a', 65))).Message);
        Assert.Equal((0, QuotaLimits.None, null), (Named("a").Nets.Count, Named("a").Limits, Named("a").Answer));
        Assert.True(Plan.NoNets.Add("Countries:Suspend", "9").ContainsKey("countries:SUSPEND"));
    }

    [Theory]
    [InlineData("DEFER_IF_PERMIT", "4.7.1 ", false, true)]
    [InlineData("REJECT", "5.7.1 ", false, true)]
    [InlineData("HOLD", "", true, true)]
    [InlineData("FILTER slow:", "", true, false)]
    public void An_answer_says_whether_the_message_is_taken_and_whether_it_has_a_text(string action, string status, bool isTaken, bool takesText)
    {
        var answer = QuotaAnswer.Parse(action);
        Assert.Equal((action, action, status, isTaken, takesText), (answer.Action, answer.ToString(), answer.Status, answer.IsTaken, answer.TakesText));
        Assert.Equal("DEFER_IF_PERMIT", default(QuotaAnswer).Action);
        Assert.Equal("An answer must be DEFER_IF_PERMIT, REJECT, HOLD, or FILTER with a transport, such as FILTER slow:.", Assert.Throws<FormatException>(() => QuotaAnswer.Parse($"{action} ")).Message);
    }

    [Theory]
    [InlineData(nameof(QuotaLimits.MessagesPerHour), 1_000_000, QuotaMeasure.Messages, false)]
    [InlineData(nameof(QuotaLimits.MessagesPerDay), 1_000_000, QuotaMeasure.Messages, true)]
    [InlineData(nameof(QuotaLimits.RecipientsPerHour), 1_000_000, QuotaMeasure.Recipients, false)]
    [InlineData(nameof(QuotaLimits.RecipientsPerDay), 1_000_000, QuotaMeasure.Recipients, true)]
    [InlineData(nameof(QuotaLimits.DomainsPerHour), 1_000, QuotaMeasure.Domains, false)]
    [InlineData(nameof(QuotaLimits.DomainsPerDay), 1_000, QuotaMeasure.Domains, true)]
    [InlineData(nameof(QuotaLimits.ClientsPer5Minutes), 1_000, null, false)]
    public void Each_limit_has_a_most_and_may_be_nothing(string name, int most, QuotaMeasure? measure, bool isDaily)
    {
        var property = typeof(QuotaLimits).GetProperty(name)!;
        foreach (var value in new[] { 0, most })
        {
            var limits = With(value);
            Assert.Equal((value, false), ((int?)property.GetValue(limits), limits.IsNone));
            Assert.Equal(measure is null ? 0 : 1, limits.All.Length);
            Assert.All(limits.All, limit => Assert.Equal(new QuotaLimit(measure!.Value, isDaily, value), limit));
            Assert.Equal(measure is null ? value : (value + 1) / 2, property.GetValue(limits.Part(0.5)));
        }

        Assert.All([-1, most + 1], value => Assert.Equal(name, Assert.IsType<ArgumentOutOfRangeException>(Assert.Throws<TargetInvocationException>(() => With(value)).InnerException).ParamName));
        Assert.True(QuotaLimits.None.IsNone);

        QuotaLimits With(int value)
        {
            var limits = new QuotaLimits();
            property.SetValue(limits, value);
            return limits;
        }
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.01)]
    public void A_part_of_a_limit_is_nothing_to_all_of_it(double share)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => QuotaLimits.None.Part(share));
        Assert.Equal([0, 7], new[] { 0.0, 1 }.Select(part => new QuotaLimits { MessagesPerDay = 7 }.Part(part).MessagesPerDay));
        Assert.Equal([0, 7, 3], new[] { 0.0, 1, 0.5 }.Select(part => new QuotaLimit(QuotaMeasure.Messages, false, 7).Unreported(part)));
    }

    // The reason of a plan says whom it is for.
    private static PlanSet Set(params string[] patterns) => new(
        patterns.Select((pattern, number) => Named($"plan{number}") with { Reason = pattern }), patterns.Select((pattern, number) => KeyValuePair.Create(PlanPattern.Parse(pattern), $"plan{number}")));

    private static Plan Named(string name) => new(name) { By = "test", Reason = "Test", Since = DateTimeOffset.UnixEpoch };
}
