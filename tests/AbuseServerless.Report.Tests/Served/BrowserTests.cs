using AbuseServerless.Report.Tests.Browser;
using Microsoft.Playwright;

namespace AbuseServerless.Report.Tests.Served;

/// <summary>The served page in a real browser, which sends the key as password.</summary>
[Collection(ReportCollection.Name)]
public sealed class BrowserTests(RunningReport report, Chromium chromium)
{
    [Theory]
    [InlineData("ja-JP", ColorScheme.Dark, 360, "メール不正利用レポート")]
    [InlineData("en-GB", ColorScheme.Light, 1280, "Mail abuse report")]
    public async Task The_served_page_is_drawn_and_the_policy_stops_nothing_of_it(string locale, ColorScheme scheme, int width, string title)
    {
        var address = report.Address.AbsoluteUri;
        await using var visit = await OpenAsync(address, new() { Locale = locale, ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } });

        Assert.Equal(title, await visit.Page.Locator("h1").TextContentAsync());
        await visit.AssertDrawnAsync(charts: 4);
        await visit.AssertFitsAsync();
        await visit.AssertAccessibleAsync();
        visit.AssertQuiet(address);
    }

    [Fact]
    public async Task The_policy_stops_what_is_not_of_the_page()
    {
        await using var visit = await OpenAsync(report.Address.AbsoluteUri, new());

        var stopped = await visit.Page.EvaluateAsync<string[]>(
            """
            async () => {
              const stopped = [];
              const script = document.createElement('script');
              try { script.textContent = 'window.stolen = 1'; } catch { stopped.push('trusted types'); }
              document.body.setAttribute('style', 'color: red');
              if (getComputedStyle(document.body).color !== 'rgb(255, 0, 0)') stopped.push('style');
              await fetch('/api/report').catch(() => stopped.push('fetch'));
              return [...stopped, String(window.stolen)];
            }
            """);
        Assert.Equal(["trusted types", "style", "fetch", "undefined"], stopped);
    }

    [Fact]
    public async Task Other_days_and_the_other_language_are_a_click_away()
    {
        await using var visit = await OpenAsync(report.Address.AbsoluteUri, new());

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "7 days", Exact = true }).ClickAsync();
        await visit.Page.WaitForURLAsync(url => url.Contains("days=7", StringComparison.Ordinal));
        Assert.Equal(7, (await TableText.ReadAsync(visit.Page, "error-rates")).Length);
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "日本語" }).ClickAsync();
        Assert.Equal("ja", await visit.Page.EvaluateAsync<string>("document.documentElement.lang"));
        Assert.Equal(7, (await TableText.ReadAsync(visit.Page, "error-rates")).Length);
    }

    private Task<Visit> OpenAsync(string address, BrowserNewContextOptions options)
    {
        options.HttpCredentials = new() { Username = "ops", Password = report.Key };
        return Visit.OpenAsync(chromium.Browser, address, options);
    }
}
