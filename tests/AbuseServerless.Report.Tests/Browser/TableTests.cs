using System.Text.Json;
using AbuseServerless.Accounts;
using AbuseServerless.Report.Model;
using AbuseServerless.Report.Page;
using AbuseServerless.Report.Tests.Data;
using AbuseServerless.Suspensions;
using Microsoft.Playwright;

namespace AbuseServerless.Report.Tests.Browser;

/// <summary>The page's tables and list of suspensions, in a real browser.</summary>
public sealed class TableTests(Chromium chromium) : IDisposable
{
    private static readonly ReportModel Story = ReportModel.Of(ReputationStory.Data());

    private readonly PageFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Suspensions_are_filtered_by_state_net_and_judgement()
    {
        var (visit, _) = await _file.OpenAsync(chromium.Browser, Story, ReportLanguage.En);
        await using (visit)
        {
            Assert.Equal(Story.Suspensions.Newest.Select(row => row.Account), await ShownAsync());
            await visit.Page.Locator("#filter-state").SelectOptionAsync("Active");
            Assert.Equal(["k.yamada@example.jp", "office@example.jp", "s.ito1974@example.jp"], await ShownAsync());
            await visit.Page.Locator("#filter-net").SelectOptionAsync("Countries");
            Assert.Equal(["k.yamada@example.jp", "office@example.jp"], await ShownAsync());
            Assert.Equal("2 of the 6 listed; 85 in all", await visit.Page.Locator("#filter-count").TextContentAsync());
            await visit.Page.Locator("#filter-state").SelectOptionAsync("Lifted");
            Assert.Equal(["tanaka-mari@example.jp"], await ShownAsync());
            await visit.Page.GetByLabel("Not judged yet").CheckAsync();
            Assert.Empty(await ShownAsync());
        }

        Task<string[]> ShownAsync() => visit.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('#cases > li:not([hidden]) .who')].map(who => who.textContent.trim())");
    }

    [Fact]
    public async Task Of_many_suspensions_fifty_are_shown_until_all_are_asked_for_or_one_is_linked_to()
    {
        var one = ReputationStory.Data().Suspensions[0];
        var many = ReportModel.Of(ReputationStory.Data() with { Suspensions = [.. Enumerable.Range(0, 60).Select(i => one with { Account = AccountName.Parse($"user{i:D2}@example.jp") })] });
        var (visit, address) = await _file.OpenAsync(chromium.Browser, many, ReportLanguage.En);
        await using (visit)
        {
            var shown = visit.Page.Locator("#cases > li:not([hidden])");
            Assert.Equal((50, "60 of 85"), (await shown.CountAsync(), await visit.Page.Locator("#filter-count").TextContentAsync()));
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Show all" }).ClickAsync();
            Assert.Equal(60, await shown.CountAsync());
            Assert.False(await visit.Page.Locator("#show-all").IsVisibleAsync());

            await visit.Page.ReloadAsync();
            Assert.Equal(50, await shown.CountAsync());
            await visit.Page.GotoAsync(address + "#account-user55%40example.jp");
            Assert.True(await visit.Page.Locator("#cases > li:target").IsVisibleAsync());
        }
    }

    [Fact]
    public async Task The_number_of_suspensions_is_that_of_all_and_what_is_not_listed_is_said_at_its_end()
    {
        var data = ReputationStory.Data();
        var many = ReportModel.Of(data with
        {
            OpenSuspensions = 2_355 + data.Suspensions.Count(suspension => suspension.IsToDo),
            Standings = new Dictionary<SuspensionState, int> { [SuspensionState.Watched] = 37, [SuspensionState.Active] = 2_361 },
        });
        var (visit, _) = await _file.OpenAsync(chromium.Browser, many, ReportLanguage.En);
        await using (visit)
        {
            Assert.Equal("6 of 2,361", await visit.Page.Locator("#filter-count").TextContentAsync());
            await visit.Page.Locator("#filter-state").SelectOptionAsync("Active");
            Assert.Equal("3 of the 6 listed; 2,361 in all", await visit.Page.Locator("#filter-count").TextContentAsync());
            Assert.Equal(
                "2,355 more are suspended or not judged yet and not shown: Get-GeoSuspension has them all. 37 accounts are watched and not in this list: Get-GeoSuspension -State Watched shows them.",
                (await visit.Page.Locator("#cases ~ #left-out").TextContentAsync())!.Trim());
        }
    }

    [Fact]
    public async Task A_table_is_saved_as_csv_that_no_spreadsheet_runs()
    {
        var (visit, address) = await _file.OpenAsync(chromium.Browser, ReportModel.Of(HostileData.Of(ReputationStory.Data())), ReportLanguage.En);
        await using (visit)
        {
            var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Button, new() { Name = "CSV: Deliveries by provider" }).ClickAsync());
            Assert.Equal("providers-2026-10-28-2026-11-24.csv", download.SuggestedFilename);
            var file = Path.Combine(_file.Folder, "providers.csv");
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
    public async Task Each_table_and_the_suspensions_are_saved_as_json_of_the_pages_numbers_too()
    {
        var (visit, _) = await _file.OpenAsync(chromium.Browser, Story, ReportLanguage.En);
        await using (visit)
        {
            await visit.Page.EvaluateAsync("document.querySelectorAll('details').forEach(details => { details.open = true; })");
            var rows = await visit.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('table:not(.paper)')].map(table => `${table.id} ${table.tBodies[0].rows.length} ${dataOf(table.id).length}`)");
            Assert.Equal(10 + 5 + Story.Suspensions.Newest.Count(row => row.Evidence.Count > 0), rows.Length);
            Assert.All(rows, row => Assert.Equal(row.Split(' ')[1], row.Split(' ')[2]));
            Assert.Equal(rows.Length + 1, await visit.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^JSON: ") }).CountAsync());

            var json = await SaveAsync("JSON: Error rate by day");
            Assert.Equal(Story.Deliveries.Providers[1].Days[3]!.ErrorRate!.Value, JsonDocument.Parse(json).RootElement[3].GetProperty("providers").GetProperty("Google").GetProperty("errorRate").GetDouble());
            var csv = (await SaveAsync("CSV: Suspensions")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal("account,state,since,until,by,reason,judgement,net,measured,threshold,windowStart,windowEnd,countries", csv[0]);
            Assert.Equal(1 + Story.Suspensions.Newest.Count, csv.Length);
            Assert.StartsWith("k.yamada@example.jp,Active,2026-11-24T03:30:00+00:00,,net:Countries,24 countries within 24 hours.,None,Countries,24,10,", csv[1], StringComparison.Ordinal);
        }

        async Task<string> SaveAsync(string name)
        {
            var saved = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync());
            var file = Path.Combine(_file.Folder, saved.SuggestedFilename);
            await saved.SaveAsAsync(file);
            return await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData(ReportLanguage.En, false)]
    [InlineData(ReportLanguage.Ja, false)]
    [InlineData(ReportLanguage.En, true)]
    public async Task On_paper_no_table_and_no_chart_is_wider_than_the_page(ReportLanguage language, bool hostile)
    {
        var report = hostile ? ReportModel.Of(HostileData.Of(ReputationStory.Data())) : Story;
        var (visit, _) = await _file.OpenAsync(chromium.Browser, report, language, ColorScheme.Dark);
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
}
