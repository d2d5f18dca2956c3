using System.Text;
using AbuseServerless.Portal;

namespace AbuseServerless.Tests.Portal;

public sealed class AllowanceRequestTests
{
    [Theory]
    [InlineData("""{"countries":["JP"]}""", "JP", null)]
    [InlineData("""{"countries":["us","JP","jp"],"reason":"Travels."}""", "JP US", "Travels.")]
    public void A_body_says_which_countries_and_perhaps_why(string body, string countries, string? reason)
    {
        Assert.True(AllowanceRequest.TryRead(Encoding.UTF8.GetBytes(body), out var request, out var fault));
        Assert.Null(fault);
        Assert.Equal((countries, reason), (string.Join(' ', request.Countries), request.Reason));
    }

    [Theory]
    [InlineData("", "body", "JSON object")]
    [InlineData("[]", "body", "JSON object")]
    [InlineData("""{"countries":["JP"],"countries":["US"]}""", "body", "JSON object")]
    [InlineData("{}", "countries", "DELETE")]
    [InlineData("""{"countries":null}""", "countries", "DELETE")]
    [InlineData("""{"countries":"JP"}""", "countries", "DELETE")]
    [InlineData("""{"countries":[]}""", "countries", "at least one")]
    [InlineData("""{"countries":["JP",1]}""", "countries", "two ASCII letters")]
    [InlineData("""{"countries":["UK"]}""", "countries", "is GB")]
    [InlineData("""{"countries":["JP"],"reason":""}""", "reason", "one line")]
    [InlineData("""{"countries":["JP"],"reason":"a\nb"}""", "reason", "one line")]
    [InlineData("""{"countries":["JP"],"Reason":"x"}""", "Reason", "unknown")]
    public void What_is_wrong_with_a_body_is_named(string body, string field, string error)
    {
        Assert.False(AllowanceRequest.TryRead(Encoding.UTF8.GetBytes(body), out var request, out var fault));
        Assert.Null(request);
        Assert.Equal(field, fault.Field);
        Assert.Contains(error, fault.Error, StringComparison.Ordinal);
    }
}
