using AbuseServerless.Gate.Listening;

namespace AbuseServerless.Gate.Tests.Listening;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:8481", true)]
    [InlineData("[::1]:8481", true)]
    [InlineData("unix:/run/abuse-gate/postfix", true)]
    [InlineData("0.0.0.0:8481", false)]
    [InlineData("192.0.2.1:0", false)]
    public void An_address_tells_whether_others_reach_it(string text, bool local)
    {
        Assert.True(ListenAddress.TryParse(text, out var address));
        Assert.Equal(local, address.IsLocal);
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("8481")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("::1:8481")]
    [InlineData("[127.0.0.1]:8481")]
    [InlineData("localhost:8481")]
    [InlineData("unix:relative")]
    public void Anything_else_is_none(string? text) => Assert.False(ListenAddress.TryParse(text, out _));

    [Fact]
    public void A_path_longer_than_the_kernel_takes_is_none() => Assert.False(ListenAddress.TryParse("unix:/" + new string('x', 107), out _));
}
