using AbuseServerless.Report.Tests.Browser;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace AbuseServerless.Report.Tests.Browser;

/// <summary>The system's Chromium without a window, started once for all tests.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Paths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    private static string? Path { get; } = Array.Find([Environment.GetEnvironmentVariable("CHROMIUM") ?? "", .. Paths], File.Exists);

    /// <summary>The browser. Skips the present test where there is none.</summary>
    public IBrowser Browser
    {
        get
        {
            Assert.SkipUnless(Path is not null, "There is no Chromium (Debian: apt-get install chromium fonts-noto-cjk); the environment variable CHROMIUM may name one.");
            return _browser!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Path is not null)
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Path, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
