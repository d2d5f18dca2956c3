using AbuseServerless.Gate.Sessions;

namespace AbuseServerless.Gate.Tests.Sessions;

public sealed class DovecotSessionsTests
{
    [Theory]
    [InlineData("alice@example.jp", true)]
    [InlineData("-alice@example.jp", true)]
    [InlineData("Ältere we|rd@example.jp", true)]
    [InlineData("u12345", true)]
    [InlineData("a/b", true)]
    [InlineData("", false)]
    [InlineData("*", false)]
    [InlineData("a*@example.jp", false)]
    [InlineData("alic?@example.jp", false)]
    [InlineData(@"alice\@example.jp", false)]
    [InlineData("192.0.2.1", false)]
    [InlineData("192.0.2.0/24", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("[2001:db8::]/32", false)]
    [InlineData("1.2", false)]
    [InlineData("2130706433", false)]
    [InlineData("0x7f000001", false)]
    public void A_name_that_doveadm_would_take_for_a_pattern_or_an_address_is_none_to_be_kicked(string login, bool isOne) => Assert.Equal(isOne, DovecotSessions.IsOneLogin(login));
}
