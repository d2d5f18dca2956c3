using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AbuseServerless.Report.Page;

namespace AbuseServerless.Report.Tests.Served;

/// <summary>The report over real HTTP, from the real worker.</summary>
[Collection(ReportCollection.Name)]
public sealed partial class ReportTests(RunningReport report)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, null)]
    [InlineData("X-API-Key", "no key of this report")]
    [InlineData("Authorization", "Bearer wrong")]
    [InlineData("Authorization", "Basic b3BzOndyb25n")]
    [InlineData("Authorization", "Basic !")]
    [InlineData("X-MS-CLIENT-PRINCIPAL-ID", "00000000-0000-0000-0000-000000000001")]
    public async Task Without_the_key_there_is_nothing_but_401_and_the_browser_asks_for_it(string? header, string? value)
    {
        foreach (var query in new[] { "", "?format=json", "?days=none" })
        {
            using var answer = await GetAsync(query, header, value);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("Basic realm=\"AbuseServerless\", charset=\"UTF-8\"", answer.Headers.WwwAuthenticate.ToString());
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancellation));
            AssertProtected(answer);
        }
    }

    [Fact]
    public async Task The_key_is_taken_as_password_of_any_user_or_in_a_header()
    {
        foreach (var (header, value) in new[] { Basic("ops"), Basic(""), Basic("日本"), ("X-API-Key", report.Key), ("Authorization", "Bearer " + report.Key) })
        {
            using var answer = await GetAsync("", header, value);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("text/html; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
            Assert.Equal(ReportPage.ServedPolicy, answer.Headers.GetValues("Content-Security-Policy").Single());
            AssertProtected(answer);
        }
    }

    [Theory]
    [InlineData("", null, "en")]
    [InlineData("", "ja,en;q=0.5", "ja")]
    [InlineData("", "en;q=0.4, ja-JP", "ja")]
    [InlineData("", "fr, en;q=0.8, ja;q=0.9", "ja")]
    [InlineData("", "ja;q=0, en", "en")]
    [InlineData("", "fr", "en")]
    [InlineData("?lang=en", "ja", "en")]
    [InlineData("?lang=ja", null, "ja")]
    public async Task The_language_is_the_one_asked_for_else_the_one_that_the_browser_likes_best(string query, string? accepted, string language)
    {
        using var client = Client();
        if (accepted is not null)
        {
            client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Language", accepted);
        }

        using var answer = await client.GetAsync(new Uri(report.Address, query), Cancellation);
        Assert.Contains($"<html lang=\"{language}\">", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(language, Assert.Single(answer.Content.Headers.ContentLanguage));
        Assert.Equal(["Accept-Language", "Accept-Encoding"], answer.Headers.Vary);
    }

    [Theory]
    [InlineData("?days=0")]
    [InlineData("?days=367")]
    [InlineData("?days=-1")]
    [InlineData("?days=7;")]
    [InlineData("?lang=fr")]
    [InlineData("?format=xml")]
    [InlineData("?study=yes")]
    public async Task What_cannot_be_answered_is_400(string query)
    {
        using var client = Client();
        using var answer = await client.GetAsync(new Uri(report.Address, query), Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("gzip, br", true)]
    [InlineData("gzip;q=0", false)]
    [InlineData("br", false)]
    public async Task The_page_is_packed_for_who_takes_that(string accepted, bool packed)
    {
        using var client = Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Accept-Encoding", accepted);
        using var answer = await client.GetAsync(new Uri(report.Address, "?lang=en"), Cancellation);
        await using var body = await answer.Content.ReadAsStreamAsync(Cancellation);
        Assert.Equal(packed, answer.Content.Headers.ContentEncoding.Contains("gzip"));
        using var reader = new StreamReader(packed ? new GZipStream(body, CompressionMode.Decompress) : body);
        Assert.StartsWith("<!doctype html>", await reader.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_json_holds_the_numbers_of_the_page()
    {
        using var client = Client();
        var page = await client.GetStringAsync(new Uri(report.Address, "?days=14"), Cancellation);
        using var answer = await client.GetAsync(new Uri(report.Address, "?days=14&format=json"), Cancellation);
        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        AssertProtected(answer);

        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        using var inPage = JsonDocument.Parse(Data().Match(page).Groups[1].Value);
        Assert.Equal(WithoutTime(json.RootElement), WithoutTime(inPage.RootElement));

        var all = json.RootElement.GetProperty("deliveries").GetProperty("providers")[0];
        Assert.Equal(("*", 14), (all.GetProperty("provider").GetString(), all.GetProperty("days").GetArrayLength()));
        Assert.Contains($"<td class=\"n\">{all.GetProperty("total").GetProperty("attempts").GetInt64():N0}</td>", page, StringComparison.Ordinal);
        Assert.Equal((5, 10), (json.RootElement.GetProperty("countries").GetProperty("watch").GetInt32(), json.RootElement.GetProperty("countries").GetProperty("suspend").GetInt32()));
        Assert.Equal(RunningReport.Suspended, json.RootElement.GetProperty("suspensions").GetProperty("newest")[0].GetProperty("account").GetString());
        Assert.Equal("Asia/Tokyo", json.RootElement.GetProperty("timeZone").GetString());
        Assert.Contains(RunningReport.Suspended, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_thresholds_are_left_out_when_that_is_asked_for()
    {
        using var client = Client();
        using var with = JsonDocument.Parse(await client.GetStringAsync(new Uri(report.Address, "?format=json&study=true"), Cancellation));
        using var without = JsonDocument.Parse(await client.GetStringAsync(new Uri(report.Address, "?format=json&study=false"), Cancellation));
        Assert.Equal(JsonValueKind.Object, with.RootElement.GetProperty("whatIf").ValueKind);
        Assert.Equal(JsonValueKind.Null, without.RootElement.GetProperty("whatIf").ValueKind);
    }

    private static void AssertProtected(HttpResponseMessage answer)
    {
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    private static string WithoutTime(JsonElement json) => string.Join(',', json.EnumerateObject().Where(property => property.Name != "made").Select(property => property.ToString()));

    private (string Header, string Value) Basic(string user) => ("Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{report.Key}")));

    private HttpClient Client() => new() { DefaultRequestHeaders = { Authorization = AuthenticationHeaderValue.Parse(Basic("ops").Value) } };

    private async Task<HttpResponseMessage> GetAsync(string query, string? header, string? value)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(report.Address, query));
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        return await client.SendAsync(request, Cancellation);
    }

    [GeneratedRegex("<script type=\"application/json\" id=\"report-data\">(.*?)</script>")]
    private static partial Regex Data();
}
