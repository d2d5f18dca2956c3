using System.Text.RegularExpressions;
using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion;
using AbuseServerless.Report.Model;
using AbuseServerless.Report.Page;
using AbuseServerless.Reputation;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Report.Tests.Page;

public sealed partial class PageTextsTests
{
    [Fact]
    public void Both_languages_say_the_same_things()
    {
        Assert.Equal(PageTexts.English.Keys.Order(StringComparer.Ordinal), PageTexts.Japanese.Keys.Order(StringComparer.Ordinal));
        Assert.All(PageTexts.English.Keys, key => Assert.Equal(Placeholders(PageTexts.English[key]), Placeholders(PageTexts.Japanese[key])));
    }

    [Theory]
    [InlineData(typeof(ReplyClass), "reply")]
    [InlineData(typeof(SuspensionState), "state")]
    [InlineData(typeof(RejectReason), "reject")]
    [InlineData(typeof(DoubtKind), "doubt")]
    [InlineData(typeof(ReputationStanding), "standing")]
    [InlineData(typeof(SuspensionStepKind), "step")]
    public void Every_value_has_a_word(Type type, string kind) =>
        Assert.All(Enum.GetNames(type), name => Assert.Contains($"{kind}.{name}", PageTexts.English.Keys));

    [Fact]
    public void A_value_without_a_word_is_shown_as_it_is() => Assert.Equal("Unheard", PageTexts.English.Word("state", "Unheard"));

    [Theory]
    [InlineData("net", "Familiarity", "Unfamiliar networks (Familiarity)", "見慣れないネットワーク (Familiarity)")]
    [InlineData("state", "Active", "Suspended (Active)", "停止中 (Active)")]
    [InlineData("net", "Countries", "Countries", "国数 (Countries)")]
    public void Nets_and_states_are_named_as_the_cmdlets_do_too(string kind, string value, string english, string japanese) =>
        Assert.Equal((english, japanese), (PageTexts.English.Named(kind, value), PageTexts.Japanese.Named(kind, value)));

    [Fact]
    public void In_Japanese_the_mode_and_the_watched_have_words_of_their_own()
    {
        Assert.Contains("観察モード", PageTexts.Japanese["page.observes"], StringComparison.Ordinal);
        Assert.All(PageTexts.Japanese.Keys, key => Assert.DoesNotContain("監視モード", PageTexts.Japanese[key], StringComparison.Ordinal));
    }

    // Formats of dates and times hold none.
    private static string[] Placeholders(string text) => [.. Placeholder().Matches(text).Select(match => match.Value[..2]).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{\d[^}]*\}")]
    private static partial Regex Placeholder();
}
