using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace AbuseServerless.Report.Tests.Browser;

/// <summary>A browser on a page: everything that it asks for, says on its console or throws is kept.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _requests = [];
    private readonly List<string> _complaints = [];

    private Visit(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Request += (_, request) => _requests.Add(request.Url);
        page.Console += (_, message) => _complaints.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => _complaints.Add(error);
        page.Dialog += async (_, dialog) =>
        {
            _complaints.Add("dialog: " + dialog.Message);
            await dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    public static async Task<Visit> OpenAsync(IBrowser browser, string address, BrowserNewContextOptions options)
    {
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout((float)Eventually.Limit.TotalMilliseconds);
        var visit = new Visit(context, await context.NewPageAsync());
        var response = await visit.Page.GotoAsync(address);
        Assert.True(response is null or { Ok: true }, $"The answer was {response?.Status}.");
        return visit;
    }

    /// <summary>The page made no request but for itself, and complained of nothing.</summary>
    public void AssertQuiet(string address)
    {
        Assert.Empty(_complaints);
        Assert.All(_requests.Where(url => !url.StartsWith("data:", StringComparison.Ordinal)), url => Assert.Equal(address, url.Split('#')[0]));
    }

    /// <summary>axe-core finds nothing to object to.</summary>
    public async Task AssertAccessibleAsync()
    {
        var result = await Page.RunAxe();
        Assert.Empty(result.Violations.Select(violation => $"{violation.Id}: {violation.Help} {string.Join("; ", violation.Nodes.Take(3).Select(node => node.Html))}"));
    }

    /// <summary>Nothing is wider than the window but what scrolls by itself.</summary>
    public async Task AssertFitsAsync() => Assert.Equal(await Page.EvaluateAsync<int>("innerWidth"), await Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));

    /// <summary>So many charts, each with pixels of many colours.</summary>
    public async Task AssertDrawnAsync(int charts)
    {
        var colours = await Page.EvaluateAsync<int[]>(
            """
            [...document.querySelectorAll('canvas')].map(canvas => {
              const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
              return new Set(pixels).size;
            })
            """);
        Assert.Equal(charts, colours.Length);
        Assert.All(colours, number => Assert.True(number > 20, $"{number} colours"));
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();
}
