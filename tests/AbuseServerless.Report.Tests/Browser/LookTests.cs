using AbuseServerless.Accounts;
using AbuseServerless.Report.Model;
using AbuseServerless.Report.Page;
using AbuseServerless.Report.Tests.Data;
using Microsoft.Playwright;

namespace AbuseServerless.Report.Tests.Browser;

/// <summary>The page of a new installation, of one that has troubles, and of one with many suspensions. REPORT_PICTURES names a folder for pictures and prints.</summary>
public sealed class LookTests(Chromium chromium) : IDisposable
{
    private readonly PageFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData("nothing", ReportLanguage.En, ColorScheme.Light, 375)]
    [InlineData("nothing", ReportLanguage.Ja, ColorScheme.Dark, 1440)]
    [InlineData("first-day", ReportLanguage.En, ColorScheme.Light, 800)]
    [InlineData("stale", ReportLanguage.Ja, ColorScheme.Light, 375)]
    [InlineData("stale", ReportLanguage.En, ColorScheme.Dark, 800)]
    [InlineData("many", ReportLanguage.En, ColorScheme.Light, 1440)]
    [InlineData("many", ReportLanguage.Ja, ColorScheme.Dark, 375)]
    public async Task The_page_fits_whatever_there_is_to_tell(string what, ReportLanguage language, ColorScheme scheme, int width)
    {
        var (visit, address) = await _file.OpenAsync(chromium.Browser, ReportModel.Of(Of(what)), language, scheme, width);
        await using (visit)
        {
            await visit.AssertFitsAsync();
            visit.AssertQuiet(address);
            if (Environment.GetEnvironmentVariable("REPORT_PICTURES") is { Length: > 0 } pictures)
            {
                var file = Path.Combine(Directory.CreateDirectory(pictures).FullName, $"look-{what}-{language}-{scheme}-{width}".ToLowerInvariant());
                await visit.Page.ScreenshotAsync(new() { Path = file + ".png", FullPage = true });
                await visit.Page.PdfAsync(new() { Path = file + ".pdf", PreferCSSPageSize = true, PrintBackground = true });
            }
        }
    }

    private static ReportData Of(string what)
    {
        var story = ReputationStory.Data();
        return what switch
        {
            "nothing" => new(story.Made, story.TimeZone, story.From, story.To),
            "first-day" => story with
            {
                From = story.To,
                Deliveries = [.. story.Deliveries.Where(day => day.Day == story.To)],
                Days = [.. story.Days.Where(day => day.Day == story.To)],
                Reputations = [],
            },
            "stale" => story with { Summarised = story.Made.AddDays(-5), NewestSighting = story.Made.AddDays(-5), Processing = new(TimeSpan.FromHours(2), story.Made.AddDays(-90), TimeSpan.FromDays(45), 0.34), Rejected = new(5_000, true, story.Rejected.Reasons) },
            _ => story with
            {
                Suspensions = [.. Enumerable.Range(0, 300).Select(i => story.Suspensions[i % story.Suspensions.Count] with { Account = AccountName.Parse($"user{i:D5}@example.jp") })],
                OpenSuspensions = 9_000,
                Standings = story.Standings.ToDictionary(standing => standing.Key, standing => standing.Value * 150),
            },
        };
    }
}
