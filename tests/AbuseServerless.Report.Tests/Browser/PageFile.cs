using AbuseServerless.Report.Model;
using AbuseServerless.Report.Page;
using Microsoft.Playwright;

namespace AbuseServerless.Report.Tests.Browser;

/// <summary>A page in a file of a folder of its own, which goes with it.</summary>
internal sealed class PageFile : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("abuse-serverless-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public async Task<(Visit Visit, string Address)> OpenAsync(IBrowser browser, ReportModel report, ReportLanguage language, ColorScheme scheme = ColorScheme.Light, int width = 1280)
    {
        var address = Write(report, language);
        return (await Visit.OpenAsync(browser, address, new() { ColorScheme = scheme, ViewportSize = new() { Width = width, Height = 900 } }), address);
    }

    public string Write(ReportModel report, ReportLanguage language)
    {
        var file = Path.Combine(Folder, "report.html");
        File.WriteAllText(file, ReportPage.File(report, language));
        return new Uri(file).AbsoluteUri;
    }
}
