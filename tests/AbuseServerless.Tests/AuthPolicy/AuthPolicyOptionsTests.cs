using System.ComponentModel.DataAnnotations;
using AbuseServerless.AuthPolicy;

namespace AbuseServerless.Tests.AuthPolicy;

public class AuthPolicyOptionsTests
{
    [Theory]
    [InlineData("停止中です。", true)]
    [InlineData("Suspended: see https://example.jp/help?a=1", true)]
    [InlineData("two\nlines", false)]
    [InlineData("two\r\nlines", false)]
    [InlineData("two\u2028lines", false)]
    [InlineData("bell\a", false)]
    public void A_message_is_one_line(string message, bool valid) => Check(new AuthPolicyOptions { Message = message }, valid, "AuthPolicy:Message must be one line of 1 to 200 characters.");

    [Theory]
    [InlineData("rig-secret", true)]
    [InlineData("1234567", false)]
    [InlineData("with blank", false)]
    [InlineData("schlüssel", false)]
    public void A_key_is_8_to_256_visible_ascii_characters(string key, bool valid)
    {
        Check(new AuthPolicyOptions { Key = key }, valid, "AuthPolicy:Key must be 8 to 256 visible ASCII characters.");
        Check(new AuthPolicyOptions { NextKey = key }, valid, "AuthPolicy:NextKey must be 8 to 256 visible ASCII characters.");
    }

    private static void Check(AuthPolicyOptions options, bool valid, string error)
    {
        var results = new List<ValidationResult>();
        Assert.Equal(valid, Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true));
        if (!valid)
        {
            Assert.Equal(error, results.Single().ErrorMessage);
        }
    }
}
