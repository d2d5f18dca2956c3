using System.Text;
using AbuseServerless.AuthPolicy;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Tests.AuthPolicy;

public class PolicyKeysTests
{
    private static readonly PolicyKeys Keys = new(Options.Create(new AuthPolicyOptions { Key = "rig-secret", NextKey = "next:secret" }));

    [Theory]
    [InlineData("rig-secret", null, true)]
    [InlineData("next:secret", null, true)]
    [InlineData(" rig-secret ", null, true)]
    [InlineData(null, "Bearer rig-secret", true)]
    [InlineData(null, " Bearer  rig-secret", true)]
    [InlineData(null, "bearer   next:secret ", true)]
    [InlineData("wrong", "Bearer rig-secret", true)]
    [InlineData(null, null, false)]
    [InlineData("", "", false)]
    [InlineData("rig-secre", null, false)]
    [InlineData("rig-secret1", null, false)]
    [InlineData("RIG-SECRET", null, false)]
    [InlineData("rig-secrét", null, false)]
    [InlineData(null, "rig-secret", false)]
    [InlineData(null, "Bearer", false)]
    [InlineData(null, "Bearer ", false)]
    [InlineData(null, "Digest rig-secret", false)]
    [InlineData(null, "Basic rig-secret", false)]
    public void A_key_opens_in_either_header(string? apiKey, string? authorization, bool expected) => Assert.Equal(expected, Keys.Admit(apiKey, authorization));

    [Theory]
    [InlineData("wforce:rig-secret", true)]
    [InlineData(":rig-secret", true)]
    [InlineData("anybody:next:secret", true)]
    [InlineData("rig-secret", false)]
    [InlineData("rig-secret:", false)]
    public void A_key_opens_as_password(string pair, bool expected) =>
        Assert.Equal(expected, Keys.Admit(null, "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))));

    [Theory]
    [InlineData("")]
    [InlineData("anything")]
    public void Without_a_key_nothing_opens(string given)
    {
        var none = new PolicyKeys(Options.Create(new AuthPolicyOptions()));
        Assert.False(none.Any);
        Assert.False(none.Admit(given, "Bearer " + given));
        Assert.False(none.Admit(null, "Basic Og=="));
    }
}
