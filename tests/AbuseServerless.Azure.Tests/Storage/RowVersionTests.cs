using AbuseServerless.Azure.Storage;

namespace AbuseServerless.Azure.Tests.Storage;

public sealed class RowVersionTests
{
    [Theory]
    [InlineData("W/\"datetime'2026-11-24T01%3A02%3A03.1234567Z'\"", true)]
    [InlineData("W/\"datetime'2026-01-01T00%3A00%3A00.0000000Z'\"", true)]
    [InlineData("W/\"datetime'2026-11-24T01%3A02%3A03.123Z'\"", false)]
    [InlineData("W/\"datetime'2026-11-24T01%3a02%3A03.1234567Z'\"", false)]
    [InlineData("W/\"datetime'2026-11-24T01:02:03.1234567Z'\"", false)]
    [InlineData("W/\"datetime'2026-13-24T01%3A02%3A03.1234567Z'\"", false)]
    [InlineData("W/\"datetime'2026-11-24T01%3A02%3A03.12345678'\"", false)]
    [InlineData("\"0x8D92CF85A8EF7A0\"", false)]
    [InlineData("*", false)]
    public void An_ETag_comes_back_as_it_was_whatever_its_form(string etag, bool isTime)
    {
        var version = RowVersion.Parse(etag);
        Assert.Equal(etag, version.ToString());
        Assert.Equal((isTime, isTime), (version.Other is null, version.Ticks > 0));
        Assert.Equal(version, RowVersion.Parse(etag));
    }
}
