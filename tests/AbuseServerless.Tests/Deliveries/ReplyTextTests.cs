using AbuseServerless.Deliveries;
using CsCheck;

namespace AbuseServerless.Tests.Deliveries;

public sealed class ReplyTextTests
{
    [Theory]
    [InlineData("550 5.1.1 <bob@example.jp>: Recipient address rejected", "550 5.1.1 <…@example.jp>: Recipient address rejected")]
    [InlineData("550 no such user bob.b+tag=x@example.jp.", "550 no such user …@example.jp.")]
    [InlineData("dd This user doesn't have an account (bob@yahoo.com) [0]", "dd This user doesn't have an account (…@yahoo.com) [0]")]
    [InlineData("""550 <"bob > @ \" b"@example.jp> unknown""", "550 <…@example.jp> unknown")]
    [InlineData("550 山田@例え.jp unknown", "550 …@例え.jp unknown")]
    [InlineData("see https://example.jp/why?rcpt=bob%40example.jp&ip=192.0.2.1", "see https:…%40example.jp&ip=192.0.2.1")]
    [InlineData("mailto:bob@[192.0.2.1]", "mailto:…@[192.0.2.1]")]
    [InlineData("a@b@c.example", "…@…@c.example")]
    [InlineData("a@@b.example", "…@@b.example")]
    [InlineData("x\"@b.example", "…@b.example")]
    [InlineData("\"b c\"@b.example unknown", "…@b.example unknown")]
    [InlineData("call us @ home, 5 @ 6", "call us @ home, 5 @ 6")]
    [InlineData("550 5.7.1 no address here", "550 5.7.1 no address here")]
    public void Local_parts_of_addresses_are_hidden(string reply, string expected) => Assert.Equal(expected, ReplyText.Clean(reply));

    [Theory]
    [InlineData("550-a\r\n550 b", "550-a 550 b")]
    [InlineData("\t a\u0000b\u2028c \n", "a b c")]
    public void A_reply_is_one_line_of_text(string reply, string expected) => Assert.Equal(expected, ReplyText.Clean(reply));

    [Fact]
    public void Half_a_surrogate_pair_is_no_text() => Assert.Equal("x\ufffdy", ReplyText.Clean("x\ud800y"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \r\n ")]
    public void No_reply_is_none(string? reply) => Assert.Null(ReplyText.Clean(reply));

    [Fact]
    public void A_long_reply_is_cut_between_characters()
    {
        var cut = ReplyText.Clean(string.Concat(Enumerable.Repeat("😀", ReplyText.MaximumLength)) + "x")!;

        Assert.InRange(cut.Length, ReplyText.MaximumLength - 1, ReplyText.MaximumLength);
        Assert.True(char.IsLowSurrogate(cut[^1]));
    }

    [Theory]
    [InlineData("<bob@d.example> ")]
    [InlineData("bob@d.example ")]
    [InlineData("<\"bob smith\"@d.example> ")]
    public void Hidden_text_makes_no_room_for_half_an_address(string address)
    {
        for (var length = 1; length <= address.Length; length++)
        {
            var room = (2 * ReplyText.MaximumLength) - length - "@d.example ".Length;

            Assert.Equal("…@d.example", ReplyText.Clean($"{new string('a', room)}@d.example {address}")![..11]);
            Assert.DoesNotContain("b", ReplyText.Clean($"{new string('a', room)}@d.example {address}"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("550 5.1.1 bo", "550 5.1.1 ")]
    [InlineData("550 5.1.1 <\"bob smi", "550 5.1.1 ")]
    [InlineData("550 <a> b", "550 <a> ")]
    [InlineData("550 <\"bob > smith", "550 ")]
    [InlineData("550 <\"bob smith\"@d.example>", "550 <\"bob smith\"@d.example>")]
    [InlineData("550 ", "550 ")]
    [InlineData("bob", "")]
    [InlineData("<bob x", "")]
    [InlineData("<\"a>b c", "")]
    [InlineData("\"@<\"b>c d", "\"@")]
    public void The_end_of_what_was_cut_off_is_not_kept(string cut, string expected) => Assert.Equal(expected, ReplyText.WithoutUnfinishedEnd(cut));

    [Fact]
    public void What_is_longer_than_an_address_is_kept_of_what_was_cut_off() =>
        Assert.Equal(["", 321], (object[])[ReplyText.WithoutUnfinishedEnd(new string('a', 320)), ReplyText.WithoutUnfinishedEnd(new string('a', 321)).Length]);

    [Fact]
    public void Cleaning_twice_changes_nothing() =>
        Gen.String[Gen.OneOf(Gen.Char, Gen.Char["@@%40<>() .\"a"]), 0, 60].Sample(text =>
        {
            var once = ReplyText.Clean(text);
            Assert.Equal(once, ReplyText.Clean(once));
        });
}
