using System.Text;
using AbuseServerless.Portal;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Tests.Portal;

public sealed class PortalAccessTests
{
    private const string Old = "0123456789abcdef", New = "fedcba9876543210", Other = "key-of-the-helpdesk";

    [Theory]
    [InlineData(Old, "portal:webmail")]
    [InlineData(New, "portal:webmail")]
    [InlineData(Other, "portal:default")]
    [InlineData("0123456789abcdeF", null)]
    [InlineData("", null)]
    public void A_key_says_which_portal_it_is(string key, string? portal)
    {
        var access = Access(new() { Name = "webmail", Key = Old }, new() { Name = "webmail", Key = New }, new() { Key = Other });
        Assert.Equal(portal, access.Admit(key, null));
        Assert.Equal(portal, access.Admit(null, "Bearer " + key));
        Assert.Equal(portal, access.Admit(null, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("anybody:" + key))));
    }

    [Fact]
    public void Without_a_key_nobody_is_admitted()
    {
        Assert.Null(Access().Admit("", "Bearer "));
        Assert.Null(Access(new PortalKeyOptions()).Admit("", "Bearer "));
        Assert.Null(Access(new PortalKeyOptions { Key = Old }).Admit(null, null));
    }

    private static PortalAccess Access(params PortalKeyOptions[] keys)
    {
        var options = new PortalOptions();
        foreach (var key in keys)
        {
            options.Keys.Add(key);
        }

        return new PortalAccess(Options.Create(options));
    }
}
