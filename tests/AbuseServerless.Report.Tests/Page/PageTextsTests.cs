using System.Text.RegularExpressions;
using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion;
using AbuseServerless.Report.Page;
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
    public void Every_value_has_a_word(Type type, string kind) =>
        Assert.All(Enum.GetNames(type), name => Assert.Contains($"{kind}.{name}", PageTexts.English.Keys));

    [Fact]
    public void A_value_without_a_word_is_shown_as_it_is() => Assert.Equal("Unheard", PageTexts.English.Word("state", "Unheard"));

    // Formats of dates and times hold none.
    private static string[] Placeholders(string text) => [.. Placeholder().Matches(text).Select(match => match.Value[..2]).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{\d[^}]*\}")]
    private static partial Regex Placeholder();
}
