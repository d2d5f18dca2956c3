using AbuseServerless.Report.Model;
using AbuseServerless.Report.Page;
using AbuseServerless.Report.Tests.Data;
using Microsoft.Playwright;

namespace AbuseServerless.Report.Tests.Browser;

/// <summary>The page as a file, in a real browser.</summary>
public sealed class FileTests(Chromium chromium) : IDisposable
{
    private static readonly ReportModel Story = ReportModel.Of(ReputationStory.Data());

    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-serverless-").FullName;

    public static TheoryData<ReportLanguage, ColorScheme, int> Looks =>
        new(from language in Enum.GetValues<ReportLanguage>() from scheme in new[] { ColorScheme.Light, ColorScheme.Dark } from width in new[] { 1280, 360 } select (language, scheme, width));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task The_page_is_drawn_fits_asks_for_nothing_and_is_accessible(ReportLanguage language, ColorScheme scheme, int width)
    {
        var (visit, address) = await OpenAsync(Story, language, scheme, width);
        await using (visit)
        {
            await visit.AssertDrawnAsync();
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

    [Theory]
    [InlineData(ReportLanguage.En)]
    [InlineData(ReportLanguage.Ja)]
    public async Task The_charts_hold_the_numbers_of_the_tables(ReportLanguage language)
    {
        var (visit, _) = await OpenAsync(Story, language);
        await using (visit)
        {
            // As the page's own script writes them, since a table's cell is text.
            var rates = await visit.Page.EvaluateAsync<string[][]>(
                "Chart.getChart('error-rate').data.labels.map((_, i) => [...Chart.getChart('error-rate').data.datasets.slice(0, -1).map(set => percent(set.data[i])), whole.format(Chart.getChart('error-rate').data.datasets.at(-1).data[i])])");
            Assert.Equal(28, rates.Length);
            Assert.Equal(rates, (await TableText.ReadAsync(visit.Page, "error-rates")).Select(row => row[1..]));

            var shares = await visit.Page.EvaluateAsync<string[][]>(
                "Chart.getChart('shares').data.labels.map((_, i) => Chart.getChart('shares').data.datasets.map(set => percent(set.data[i])))");
            Assert.Equal(shares, (await TableText.ReadAsync(visit.Page, "shares-table")).Select(row => row[1..3]));

            var replies = await visit.Page.EvaluateAsync<string[][]>(
                "Chart.getChart('replies-chart').data.labels.map((label, i) => [label, ...Chart.getChart('replies-chart').data.datasets.map(set => whole.format(set.data[i]))])");
            Assert.Equal(replies, (await TableText.ReadAsync(visit.Page, "replies-table")).Select(row => (string[])[row[0], .. row[2..]]));

            var histogram = await visit.Page.EvaluateAsync<string[][]>(
                "Chart.getChart('histogram').data.labels.map((label, i) => [label, whole.format(Chart.getChart('histogram').data.datasets[0].data[i])]).filter(row => row[1] !== '0')");
            Assert.Equal(histogram, (await TableText.ReadAsync(visit.Page, "histogram-table")).Select(row => row[..2]));
        }
    }

    [Fact]
    public async Task The_thresholds_are_drawn_before_the_first_bar_that_reaches_them()
    {
        var (visit, _) = await OpenAsync(Story, ReportLanguage.En);
        await using (visit)
        {
            var lines = await visit.Page.EvaluateAsync<double[]>("['watch', 'suspend'].map(name => Chart.getChart('histogram').options.plugins.annotation.annotations[name].xMin)");
            Assert.Equal([3.5, 8.5], lines);
        }
    }

    [Fact]
    public async Task Providers_are_shown_and_hidden_by_the_keyboard()
    {
        var (visit, _) = await OpenAsync(Story, ReportLanguage.En);
        await using (visit)
        {
            var apple = visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Apple" });
            Assert.False(await visit.Page.EvaluateAsync<bool>("Chart.getChart('error-rate').isDatasetVisible(7)"));
            await apple.FocusAsync();
            await visit.Page.Keyboard.PressAsync("Space");
            Assert.True(await apple.IsCheckedAsync());
            Assert.True(await visit.Page.EvaluateAsync<bool>("Chart.getChart('error-rate').isDatasetVisible(7)"));

            await visit.Page.GetByLabel("Provider", new() { Exact = true }).SelectOptionAsync("Microsoft");
            Assert.Equal(Story.Deliveries.Providers[2].Days[10]!.DeferredShare!.Value, await visit.Page.EvaluateAsync<double>("Chart.getChart('shares').data.datasets[0].data[10]"), 12);
        }
    }

    [Fact]
    public async Task Suspensions_are_filtered_by_state_net_and_judgement()
    {
        var (visit, _) = await OpenAsync(Story, ReportLanguage.En);
        await using (visit)
        {
            Assert.Equal(Story.Suspensions.Newest.Select(row => row.Account), await ShownAsync());
            await visit.Page.Locator("#filter-state").SelectOptionAsync("Active");
            Assert.Equal(["k.yamada@example.jp", "office@example.jp", "s.ito1974@example.jp"], await ShownAsync());
            await visit.Page.Locator("#filter-net").SelectOptionAsync("Countries");
            Assert.Equal(["k.yamada@example.jp", "office@example.jp"], await ShownAsync());
            Assert.Equal("2 / 6", await visit.Page.Locator("#filter-count").TextContentAsync());
            await visit.Page.Locator("#filter-state").SelectOptionAsync("Lifted");
            Assert.Equal(["tanaka-mari@example.jp"], await ShownAsync());
            await visit.Page.GetByLabel("Not judged yet").CheckAsync();
            Assert.Empty(await ShownAsync());
        }

        Task<string[]> ShownAsync() => visit.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('#cases > li:not([hidden]) .who')].map(who => who.textContent.trim())");
    }

    [Fact]
    public async Task A_table_is_saved_as_csv_that_no_spreadsheet_runs()
    {
        var (visit, address) = await OpenAsync(ReportModel.Of(HostileData.Of(ReputationStory.Data())), ReportLanguage.En);
        await using (visit)
        {
            var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Button, new() { Name = "CSV: Deliveries by provider" }).ClickAsync());
            Assert.Equal("providers-2026-10-28-2026-11-24.csv", download.SuggestedFilename);
            var file = Path.Combine(_folder, "providers.csv");
            await download.SaveAsAsync(file);
            var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
            Assert.Equal("Provider,Error rate,Last whole day,Against 7 days,Against 28 days,Attempts,Final outcomes,Errors,Deferred,Reputation", lines[0]);
            Assert.Equal(1 + (await TableText.ReadAsync(visit.Page, "providers")).Length, lines.Length);
            Assert.Matches(@"^All providers,\d+\.\d+%,\d+\.\d+%,[+-]?\d+\.\d+ pp,[+-]?\d+\.\d+ pp,\d{8},\d+,\d+,", lines[1]);
            Assert.Contains(lines, line => line.StartsWith("'=HYPERLINK", StringComparison.Ordinal) || line.StartsWith("\"'=HYPERLINK", StringComparison.Ordinal));
            visit.AssertQuiet(address);
        }
    }

    [Fact]
    public async Task The_charts_mark_the_days_on_which_reputation_was_lost_or_came_back_for_the_providers_shown()
    {
        var (visit, _) = await OpenAsync(Story, ReportLanguage.En);
        await using (visit)
        {
            Assert.Equal(
                ["Google: recovered 20", "Google: reputation lost 12", "Microsoft: recovered 22", "Microsoft: reputation lost 11", "Yahoo! JAPAN: recovered 21", "Yahoo! JAPAN: reputation lost 15"],
                await MarksAsync("error-rate"));
            await visit.Page.GetByRole(AriaRole.Checkbox, new() { Name = "Google" }).UncheckAsync(new() { Force = true });
            Assert.Equal(["Microsoft: recovered 22", "Microsoft: reputation lost 11", "Yahoo! JAPAN: recovered 21", "Yahoo! JAPAN: reputation lost 15"], await MarksAsync("error-rate"));

            // Of all providers together nothing is lost.
            Assert.Empty(await MarksAsync("shares"));
            await visit.Page.GetByLabel("Provider", new() { Exact = true }).SelectOptionAsync("Microsoft");
            Assert.Equal(["Microsoft: recovered 22", "Microsoft: reputation lost 11"], await MarksAsync("shares"));
            Assert.Equal(6, (await TableText.ReadAsync(visit.Page, "crossings")).Length);
        }

        Task<string[]> MarksAsync(string chart) => visit.Page.EvaluateAsync<string[]>(
            "chart => Object.values(Chart.getChart(chart).options.plugins.annotation.annotations).filter(mark => mark.xMin && mark.label?.content).map(mark => `${mark.label.content} ${mark.xMin}`).sort()", chart);
    }

    [Fact]
    public async Task The_shares_have_lines_at_which_reputation_is_lost_and_recovered()
    {
        var (visit, _) = await OpenAsync(Story, ReportLanguage.En);
        await using (visit)
        {
            var lines = await visit.Page.EvaluateAsync<string[]>("['alert', 'recovery'].map(name => Chart.getChart('shares').options.plugins.annotation.annotations[name]).map(line => `${line.yMin} ${line.label.content}`)");
            Assert.Equal(["0.1 Alert 10.0%", "0.02 Recovery 2.00%"], lines);
            Assert.True(await visit.Page.EvaluateAsync<double>("Chart.getChart('shares').scales.y.max") > 0.1);
        }
    }

    [Fact]
    public async Task Without_scripts_there_are_tables_and_no_empty_charts()
    {
        var address = Write(Story, ReportLanguage.Ja);
        await using var visit = await Visit.OpenAsync(chromium.Browser, address, new() { JavaScriptEnabled = false });

        Assert.True(await visit.Page.Locator("#error-rates").IsVisibleAsync());
        Assert.True(await visit.Page.Locator("#histogram-table").IsVisibleAsync());
        Assert.False(await visit.Page.Locator("#error-rate").IsVisibleAsync());
        visit.AssertQuiet(address);
    }

    [Theory]
    [InlineData(ReportLanguage.En, false)]
    [InlineData(ReportLanguage.Ja, false)]
    [InlineData(ReportLanguage.En, true)]
    public async Task On_paper_no_table_and_no_chart_is_wider_than_the_page(ReportLanguage language, bool hostile)
    {
        var report = hostile ? ReportModel.Of(HostileData.Of(ReputationStory.Data())) : Story;
        var (visit, _) = await OpenAsync(report, language, ColorScheme.Dark);
        await using (visit)
        {
            // A4 landscape without its margins.
            const int paper = 1031;
            await visit.Page.EmulateMediaAsync(new() { Media = Media.Print });
            await visit.Page.SetViewportSizeAsync(paper, 700);
            await visit.Page.EvaluateAsync("dispatchEvent(new Event('beforeprint'))");

            var wide = await visit.Page.EvaluateAsync<string[]>(
                """
                [...document.querySelectorAll('table, canvas')]
                  .filter(part => part.getClientRects().length > 0 && part.getBoundingClientRect().right > innerWidth)
                  .map(part => `${part.id || part.className}: ${part.getBoundingClientRect().right}`)
                """);
            Assert.Empty(wide);
            await visit.AssertFitsAsync();

            // What the wide tables hold is on paper, in parts.
            foreach (var (table, head) in new[] { ("error-rates", 1), ("shares-table", 1) })
            {
                Assert.False(await visit.Page.Locator($"#{table}").IsVisibleAsync());
                var parts = await visit.Page.EvaluateAsync<string[][]>(
                    """
                    table => [...document.getElementById(table).closest('details').querySelectorAll('table.paper')]
                      .map(part => [...part.tBodies[0].rows].map(row => [...row.cells].slice(1).map(cell => cell.textContent.trim())))
                      .reduce((left, right) => left.map((row, i) => [...row, ...right[i]]))
                    """,
                    table);
                Assert.Equal((await TableText.ReadAsync(visit.Page, table)).Select(row => row[head..]), parts);
            }
        }
    }

    [Theory]
    [InlineData(360)]
    [InlineData(1280)]
    public async Task Hostile_names_domains_and_replies_are_text(int width)
    {
        var (visit, address) = await OpenAsync(ReportModel.Of(HostileData.Of(ReputationStory.Data())), ReportLanguage.En, ColorScheme.Light, width);
        await using (visit)
        {
            await visit.Page.EvaluateAsync("document.querySelectorAll('details').forEach(details => { details.open = true; })");
            Assert.Equal(0, await visit.Page.Locator("img").CountAsync());
            Assert.False(await visit.Page.EvaluateAsync<bool>("'stolen' in window"));
            Assert.Contains((await TableText.ReadAsync(visit.Page, "providers")).Select(row => row[0]), name => name == HostileData.Script);
            Assert.Equal(HostileData.ShownAccounts, (await TableText.ReadAsync(visit.Page, "busiest")).Select(row => row[0]));
            Assert.Contains(HostileData.Script, await visit.Page.Locator("#samples q").AllTextContentsAsync());
            Assert.Contains(HostileData.Script, await visit.Page.Locator(".who").AllTextContentsAsync());
            await visit.AssertDrawnAsync();
            await visit.AssertFitsAsync();
            await visit.AssertAccessibleAsync();
            visit.AssertQuiet(address);
        }
    }

    [Fact]
    public async Task A_report_without_numbers_is_quiet_and_accessible()
    {
        var (visit, address) = await OpenAsync(ReportModel.Of(new(ReputationStory.Made, TimeZoneInfo.Utc, ReputationStory.Today, ReputationStory.Today)), ReportLanguage.Ja, ColorScheme.Dark, 360);
        await using (visit)
        {
            await visit.AssertFitsAsync();
            await visit.AssertAccessibleAsync();
            visit.AssertQuiet(address);
        }
    }

    private async Task<(Visit Visit, string Address)> OpenAsync(ReportModel report, ReportLanguage language, ColorScheme scheme = ColorScheme.Light, int width = 1280)
    {
        var address = Write(report, language);
        return (await Visit.OpenAsync(chromium.Browser, address, new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } }), address);
    }

    private string Write(ReportModel report, ReportLanguage language)
    {
        var file = Path.Combine(_folder, "report.html");
        File.WriteAllText(file, ReportPage.File(report, language));
        return new Uri(file).AbsoluteUri;
    }
}
