using Microsoft.Playwright;

namespace AbuseServerless.Report.Tests.Browser;

/// <summary>What stands in the cells of a table's body, as a reader without pictures gets it.</summary>
internal static class TableText
{
    public static Task<string[][]> ReadAsync(IPage page, string id) => page.EvaluateAsync<string[][]>(
        "id => [...document.querySelectorAll(`#${id} tbody tr`)].map(row => [...row.cells].map(cell => cell.textContent.trim()))", id);
}
