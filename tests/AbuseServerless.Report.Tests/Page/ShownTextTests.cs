using AbuseServerless.Report.Page;

namespace AbuseServerless.Report.Tests.Page;

public sealed class ShownTextTests
{
    [Theory]
    [InlineData("alice@example.jp", "alice@example.jp")]
    [InlineData("山田@例え.jp", "山田@例え.jp")]
    [InlineData("<b>&\"'", "<b>&\"'")]
    [InlineData("a\0b\u001b[31m", "a[U+0000]b[U+001B][31m")]
    [InlineData("evil\u202egpj.exe", "evil[U+202E]gpj.exe")]
    [InlineData("a\u200fb\u2028c\u2029d\u00ade", "a[U+200F]b[U+2028]c[U+2029]d[U+00AD]e")]
    [InlineData("👩‍👩‍👧@example.jp", "👩‍👩‍👧@example.jp")]
    public void What_cannot_be_seen_is_spelled_out(string text, string shown) => Assert.Equal(shown, ShownText.Of(text, 100));

    [Fact]
    public void Of_a_long_text_the_middle_is_left_out()
    {
        var shown = ShownText.Of(new string('a', 600) + "@example.jp", 60);

        Assert.Equal(60, shown.Length);
        Assert.StartsWith("aaa", shown, StringComparison.Ordinal);
        Assert.EndsWith("…aaaaaaaaa@example.jp", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_is_shown_as_none() => Assert.Equal("a\ufffdb", ShownText.Of("a\ud800b", 10));

    [Fact]
    public void No_character_is_cut_in_two() => Assert.Equal("🐙🐙🐙🐙…🐙🐙", ShownText.Of(string.Concat(Enumerable.Repeat("🐙", 50)), 7));
}
