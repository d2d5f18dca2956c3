using AbuseServerless.Report.Model;
using AbuseServerless.Report.Page;
using AbuseServerless.Report.Tests.Data;
using Microsoft.Playwright;

namespace AbuseServerless.Report.Tests.Browser;

/// <summary>The page as a file, in a real browser.</summary>
public sealed class FileTests(Chromium chromium) : IDisposable
{
    private static readonly ReportModel Story = ReportModel.Of(ReputationStory.Data());

    private readonly PageFile _file = new();

    public void Dispose() => _file.Dispose();

    // Each language with each scheme, each with each width.
    [Theory]
    [InlineData(ReportLanguage.En, ColorScheme.Light, 360)]
    [InlineData(ReportLanguage.En, ColorScheme.Dark, 1280)]
    [InlineData(ReportLanguage.Ja, ColorScheme.Light, 1280)]
    [InlineData(ReportLanguage.Ja, ColorScheme.Dark, 360)]
    public async Task The_page_is_drawn_fits_asks_for_nothing_and_is_accessible(ReportLanguage language, ColorScheme scheme, int width)
    {
        var (visit, address) = await _file.OpenAsync(chromium.Browser, Story, language, scheme, width);
        await using (visit)
        {
            await visit.AssertDrawnAsync(charts: 6);
            await visit.AssertFitsAsync();
            await visit.AssertAccessibleAsync();
            await visit.Page.EvaluateAsync("document.querySelectorAll('details').forEach(details => { details.open = true; })");
            await visit.AssertFitsAsync();
            await visit.AssertAccessibleAsync();
            visit.AssertQuiet(address);
            if (Environment.GetEnvironmentVariable("REPORT_PICTURES") is { Length: > 0 } pictures)
            {
                await visit.Page.ReloadAsync();
                await visit.Page.ScreenshotAsync(new() { Path = Path.Combine(Directory.CreateDirectory(pictures).FullName, $"report-{language}-{scheme}-{width}.png".ToLowerInvariant()), FullPage = true });
            }
        }
    }

    [Fact]
    public async Task Without_scripts_there_are_tables_and_no_empty_charts()
    {
        var address = _file.Write(Story, ReportLanguage.Ja);
        await using var visit = await Visit.OpenAsync(chromium.Browser, address, new() { JavaScriptEnabled = false });

        Assert.True(await visit.Page.Locator("#error-rates").IsVisibleAsync());
        Assert.True(await visit.Page.Locator("#histogram-table").IsVisibleAsync());
        Assert.False(await visit.Page.Locator("#error-rate").IsVisibleAsync());
        visit.AssertQuiet(address);
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task Hostile_names_domains_and_replies_are_text(int width)
    {
        var (visit, address) = await _file.OpenAsync(chromium.Browser, ReportModel.Of(HostileData.Of(ReputationStory.Data())), ReportLanguage.En, ColorScheme.Light, width);
        await using (visit)
        {
            await visit.Page.EvaluateAsync("document.querySelectorAll('details').forEach(details => { details.open = true; })");
            Assert.Equal(0, await visit.Page.Locator("img").CountAsync());
            Assert.False(await visit.Page.EvaluateAsync<bool>("'stolen' in window"));
            Assert.Contains((await TableText.ReadAsync(visit.Page, "providers")).Select(row => row[0]), name => name == HostileData.Script);
            Assert.Equal(HostileData.ShownAccounts, (await TableText.ReadAsync(visit.Page, "busiest")).Select(row => row[0]));
            Assert.Contains(HostileData.Script, await visit.Page.Locator("#samples q").AllTextContentsAsync());
            Assert.Contains(HostileData.Script, await visit.Page.Locator(".who").AllTextContentsAsync());
            await visit.AssertDrawnAsync(charts: 6);
            await visit.AssertFitsAsync();
            await visit.AssertAccessibleAsync();
            visit.AssertQuiet(address);
        }
    }

    [Fact]
    public async Task A_report_without_numbers_is_quiet_and_accessible()
    {
        var (visit, address) = await _file.OpenAsync(chromium.Browser, ReportModel.Of(new(ReputationStory.Made, TimeZoneInfo.Utc, ReputationStory.Today, ReputationStory.Today)), ReportLanguage.Ja, ColorScheme.Dark, 360);
        await using (visit)
        {
            await visit.AssertFitsAsync();
            await visit.AssertAccessibleAsync();
            visit.AssertQuiet(address);
        }
    }
}
