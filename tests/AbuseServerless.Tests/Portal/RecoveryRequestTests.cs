using System.Text;
using AbuseServerless.Portal;

namespace AbuseServerless.Tests.Portal;

public sealed class RecoveryRequestTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("", null, null)]
    [InlineData("{}", null, null)]
    [InlineData("""{"reason":"Changed in the portal."}""", "Changed in the portal.", null)]
    [InlineData("""{"time":"2026-11-29T20:30:00+09:00"}""", null, "2026-11-29T11:30:00Z")]
    [InlineData("""{"time":"2026-11-28T12:00:00Z","reason":"x"}""", "x", "2026-11-28T12:00:00Z")]
    [InlineData("""{"time":"2026-11-29T12:05:00Z"}""", null, "2026-11-29T12:05:00Z")]
    public void A_body_says_why_and_when_or_nothing(string body, string? reason, string? time)
    {
        Assert.True(RecoveryRequest.TryRead(Encoding.UTF8.GetBytes(body), Now, out var request, out var fault));
        Assert.Null(fault);
        Assert.Equal(new RecoveryRequest(reason, time is null ? null : DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture)), request);
    }

    [Theory]
    [InlineData("x", "body")]
    [InlineData("[]", "body")]
    [InlineData("null", "body")]
    [InlineData("""{"reason":"x","reason":"y"}""", "body")]
    [InlineData("""{"reason":"\ud800"}""", "body")]
    [InlineData("""{"reason":""}""", "reason")]
    [InlineData("""{"reason":" "}""", "reason")]
    [InlineData("""{"reason":"two\nlines"}""", "reason")]
    [InlineData("""{"reason":1}""", "reason")]
    [InlineData("""{"reason":null}""", "reason")]
    [InlineData("""{"time":"yesterday"}""", "time")]
    [InlineData("""{"time":"2026-11-29T12:00:00"}""", "time")]
    [InlineData("""{"time":"2026-11-28T11:59:59Z"}""", "time")]
    [InlineData("""{"time":"2026-11-29T12:05:01Z"}""", "time")]
    [InlineData("""{"time":1764417600}""", "time")]
    [InlineData("""{"reason":"x","Time":"2026-11-29T12:00:00Z"}""", "Time")]
    public void What_cannot_be_read_is_named(string body, string field)
    {
        Assert.False(RecoveryRequest.TryRead(Encoding.UTF8.GetBytes(body), Now, out _, out var fault));
        Assert.Equal(field, fault.Field);
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void A_reason_has_a_thousand_characters_at_the_most(int length, bool readable) =>
        Assert.Equal(readable, RecoveryRequest.TryRead(Encoding.UTF8.GetBytes($$"""{"reason":"{{new string('x', length)}}"}"""), Now, out _, out _));
}
