using AbuseServerless.Report.Model;
using AbuseServerless.Report.Page;
using AbuseServerless.Report.Tests.Data;
using Microsoft.Playwright;

namespace AbuseServerless.Report.Tests.Browser;

/// <summary>The page's charts, in a real browser.</summary>
public sealed class ChartTests(Chromium chromium) : IDisposable
{
    private static readonly ReportModel Story = ReportModel.Of(ReputationStory.Data());

    private readonly PageFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData(ReportLanguage.En)]
    [InlineData(ReportLanguage.Ja)]
    public async Task The_charts_hold_the_numbers_of_the_tables(ReportLanguage language)
    {
        var (visit, _) = await _file.OpenAsync(chromium.Browser, Story, language);
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
        var (visit, _) = await _file.OpenAsync(chromium.Browser, Story, ReportLanguage.En);
        await using (visit)
        {
            var lines = await visit.Page.EvaluateAsync<double[]>("['watch', 'suspend'].map(name => Chart.getChart('histogram').options.plugins.annotation.annotations[name].xMin)");
            Assert.Equal([3.5, 8.5], lines);
        }
    }

    [Fact]
    public async Task Providers_are_shown_and_hidden_by_the_keyboard()
    {
        var (visit, _) = await _file.OpenAsync(chromium.Browser, Story, ReportLanguage.En);
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
    public async Task The_charts_mark_the_days_on_which_reputation_was_lost_or_came_back_for_the_providers_shown()
    {
        var (visit, _) = await _file.OpenAsync(chromium.Browser, Story, ReportLanguage.En);
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
        var (visit, _) = await _file.OpenAsync(chromium.Browser, Story, ReportLanguage.En);
        await using (visit)
        {
            var lines = await visit.Page.EvaluateAsync<string[]>("['alert', 'recovery'].map(name => Chart.getChart('shares').options.plugins.annotation.annotations[name]).map(line => `${line.yMin} ${line.label.content}`)");
            Assert.Equal(["0.1 Alert 10.00%", "0.02 Recovery 2.00%"], lines);
            Assert.True(await visit.Page.EvaluateAsync<double>("Chart.getChart('shares').scales.y.max") > 0.1);
        }
    }

    [Fact]
    public async Task The_fronts_hold_each_choice_and_lead_over_those_that_no_other_is_better_than()
    {
        var (visit, _) = await _file.OpenAsync(chromium.Browser, Story, ReportLanguage.En);
        await using (visit)
        {
            Assert.Equal(
                ["0 8 Unfamiliar networks", "1 12 Unfamiliar networks", "2 16 "],
                await visit.Page.EvaluateAsync<string[]>("Chart.getChart('net-front').data.datasets.at(-1).data.map(point => `${point.x} ${point.y} ${point.name}`)"));
            var nets = await visit.Page.EvaluateAsync<string[]>("Chart.getChart('net-front').data.datasets.slice(0, -1).flatMap(set => set.data).map(point => `${point.x} ${point.y}`)");
            Assert.Equal((await TableText.ReadAsync(visit.Page, "nets")).Select(row => $"{row[3]} {row[4]}"), nets);
            var day = await visit.Page.EvaluateAsync<string[]>("Chart.getChart('threshold-front').data.datasets[0].data.map(point => `${point.x} ${point.y}`)");
            Assert.Equal((await TableText.ReadAsync(visit.Page, "whatif-24")).Select(row => $"{row[2]} {row[3]}"), day);

            await visit.Page.Locator("#net-front").FocusAsync();
            await visit.Page.Keyboard.PressAsync("End");
            Assert.Equal("One net alone, Impossible moves: Marked good, suspended 0, Marked abuse, suspended 0", (await visit.Page.Locator("#says").TextContentAsync())!.Trim());
        }
    }

    [Fact]
    public async Task Without_accounts_marked_good_and_abuse_there_is_no_front()
    {
        var nobodyIsMarked = ReportModel.Of(ReputationStory.Data() with { Study = ReputationStory.Data().Study! with { Abuse = 0 }, Nets = ReputationStory.Data().Nets! with { Study = ReputationStory.Data().Nets!.Study with { Good = 0 } } });
        var (visit, _) = await _file.OpenAsync(chromium.Browser, nobodyIsMarked, ReportLanguage.En);
        await using (visit)
        {
            Assert.Equal(0, await visit.Page.Locator("#threshold-front, #net-front").CountAsync());
            Assert.Equal(9, (await TableText.ReadAsync(visit.Page, "nets")).Length);
        }
    }

    [Fact]
    public async Task The_arrow_keys_say_where_there_is_no_data()
    {
        var data = ReputationStory.Data();
        var gap = ReportModel.Of(data with { Deliveries = [.. data.Deliveries.Where(day => day.Day != data.From)], Days = [.. data.Days.Where(day => day.Day != data.From)] });
        var (visit, _) = await _file.OpenAsync(chromium.Browser, gap, ReportLanguage.En);
        await using (visit)
        {
            await visit.Page.Locator("#error-rate").FocusAsync();
            await visit.Page.Keyboard.PressAsync("End");
            Assert.StartsWith("24 Nov (so far), ", (await visit.Page.Locator("#says").TextContentAsync())!, StringComparison.Ordinal);
            await visit.Page.Keyboard.PressAsync("Home");
            Assert.Equal("28 Oct: no data", await visit.Page.Locator("#says").TextContentAsync());

            // Bins without accounts are places too.
            await visit.Page.Locator("#histogram").FocusAsync();
            for (var i = 0; i < 10; i++)
            {
                await visit.Page.Keyboard.PressAsync("ArrowRight");
            }

            Assert.Equal("10: no data", await visit.Page.Locator("#says").TextContentAsync());
        }
    }

    [Fact]
    public async Task The_arrow_keys_show_and_say_what_the_pointer_shows_and_a_command_is_copied()
    {
        var (visit, _) = await _file.OpenAsync(chromium.Browser, Story, ReportLanguage.En);
        await using (visit)
        {
            await visit.Page.Locator("#histogram").FocusAsync();
            await visit.Page.Keyboard.PressAsync("ArrowRight");
            Assert.Equal("Countries: 1, Accounts: 182,010", await SaidAsync());
            await visit.Page.Keyboard.PressAsync("ArrowRight");
            Assert.Equal("Countries: 2, Accounts: 6,492", await SaidAsync());
            Assert.Equal(1, await visit.Page.EvaluateAsync<double>("Chart.getChart('histogram').tooltip.opacity"));
            await visit.Page.Keyboard.PressAsync("Escape");
            Assert.Equal(0, await visit.Page.EvaluateAsync<double>("Chart.getChart('histogram').tooltip.opacity"));
            Assert.Equal("", await SaidAsync());

            Assert.Equal(0, await visit.Page.Locator("abbr, [title]").CountAsync());
            await visit.Page.Context.GrantPermissionsAsync(["clipboard-read"]);
            var first = visit.Page.Locator("#cases .commands").First;
            await first.Locator("summary").ClickAsync();
            await first.GetByRole(AriaRole.Button).First.ClickAsync();
            Assert.Equal("Copied", await SaidAsync());
            Assert.Equal("Resume-GeoAccount 'k.yamada@example.jp' -FalsePositive -Reason '…'", await visit.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        }

        async Task<string> SaidAsync() => System.Text.RegularExpressions.Regex.Replace((await visit.Page.Locator("#says").TextContentAsync())!, " +", " ").Trim();
    }
}
