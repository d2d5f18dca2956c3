using AbuseServerless.Accounts;
using AbuseServerless.Quotas;

namespace AbuseServerless.Tests.Quotas;

public sealed class PlanTests
{
    private static readonly string[] Patterns = ["*", "*@example.jp", "news*@example.jp", "alice@example.jp", "*@*.example.jp", "list-*-jp@*"];

    private readonly PlanSet _plans = new(
        Patterns.Select((_, number) => Named($"plan{number}")), Patterns.Select((pattern, number) => KeyValuePair.Create(PlanPattern.Parse(pattern), $"plan{number}")));

    [Theory]
    [InlineData("bob@example.com", "*")]
    [InlineData("bob", "*")]
    [InlineData("bob@example.jp", "*@example.jp")]
    [InlineData("news@example.jp", "news*@example.jp")]
    [InlineData("newsletter@example.jp", "news*@example.jp")]
    [InlineData("Alice@Example.JP", "alice@example.jp")]
    [InlineData("bob@sub.example.jp", "*@*.example.jp")]
    [InlineData("list-a-jp@example.com", "list-*-jp@*")]
    [InlineData("list-jp@example.com", "*")]
    [InlineData("xnews@example.jp", "*@example.jp")]
    public void An_account_has_its_own_plan_or_that_of_the_pattern_with_the_most_characters(string account, string pattern) =>
        Assert.Equal($"plan{Array.IndexOf(Patterns, pattern)}", _plans.Find(AccountName.Parse(account))?.Name);

    [Theory]
    [InlineData("alice+tag@example.jp", "+", "alice@example.jp")]
    [InlineData("Alice+a+b@Example.jp", "+", "alice@example.jp")]
    [InlineData("alice+tag", "+", "alice")]
    [InlineData("+alice@example.jp", "+", "+alice@example.jp")]
    [InlineData("alice@ex+ample.jp", "+", "alice@ex+ample.jp")]
    [InlineData("alice-tag@example.jp", "-", "alice@example.jp")]
    [InlineData("alice+tag@example.jp", "", "alice+tag@example.jp")]
    public void An_account_with_a_tag_is_the_account(string login, string separator, string account) =>
        Assert.Equal(AccountName.Parse(account), AccountName.Parse(login).WithoutTag(separator));

    [Fact]
    public void Without_a_pattern_that_matches_there_is_no_plan()
    {
        var plans = new PlanSet([Named("basic")], [KeyValuePair.Create(PlanPattern.Parse("*@example.jp"), "basic"), KeyValuePair.Create(PlanPattern.Parse("*"), "gone"), KeyValuePair.Create(PlanPattern.Parse("alice@example.jp"), "gone")]);
        Assert.Null(plans.Find(AccountName.Parse("bob@example.com")));

        // One that was removed hides no other.
        Assert.Equal("basic", plans.Find(AccountName.Parse("alice@example.jp"))?.Name);
        Assert.False(plans.IsEmpty);
        Assert.True(PlanSet.Empty.IsEmpty);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("a/b")]
    public void A_name_that_is_none_is_refused(string name) => Assert.Throws<FormatException>(() => Named(name));

    [Theory]
    [InlineData("DEFER_IF_PERMIT", true)]
    [InlineData("REJECT", true)]
    [InlineData("HOLD", true)]
    [InlineData("FILTER slow:", true)]
    [InlineData("FILTER smtp:[127.0.0.1]:10025", true)]
    [InlineData("FILTER slow", false)]
    [InlineData("FILTER slow:\naction=OK", false)]
    [InlineData("OK", false)]
    [InlineData("HOLD\n", false)]
    public void Only_answers_that_Postfix_knows_and_that_let_nothing_by_are_taken(string text, bool isOne)
    {
        var fault = Record.Exception(() => QuotaAnswer.Parse(text));
        Assert.Equal(isOne, fault is null);
        Assert.True(fault is null or FormatException);
    }

    [Fact]
    public void Limits_out_of_range_are_refused_by_name()
    {
        Assert.Equal("MessagesPerHour", Assert.Throws<ArgumentOutOfRangeException>(() => new QuotaLimits { MessagesPerHour = -1 }).ParamName);
        Assert.Equal("DomainsPerDay", Assert.Throws<ArgumentOutOfRangeException>(() => new QuotaLimits { DomainsPerDay = 1_001 }).ParamName);
        Assert.Equal([new QuotaLimit(QuotaMeasure.Messages, false, 3)], (new QuotaLimits { MessagesPerHour = 2, MessagesPerDay = 1 } with { MessagesPerHour = 3, MessagesPerDay = null }).All);
    }

    private static Plan Named(string name) => new(name) { By = "test", Reason = "Test", Since = DateTimeOffset.UnixEpoch };
}
