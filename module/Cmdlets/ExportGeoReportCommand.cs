using System.Globalization;
using System.Management.Automation;
using AbuseServerless.PowerShell.Reports;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Writes the report as one page that can be opened, printed or mailed, or its numbers as JSON.</summary>
[Cmdlet(VerbsData.Export, "GeoReport", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(FileInfo))]
public sealed class ExportGeoReportCommand : GeoCommand
{
    /// <summary>The file to write. An existing file is replaced.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The file to write. An existing file is replaced.")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>The format: Html (default) or Json.</summary>
    [Parameter(HelpMessage = "The format: Html (default) or Json.")]
    public GeoReportFormat As { get; set; }

    /// <summary>The language of the page: En or Ja. Default: Ja in a Japanese session, otherwise En.</summary>
    [Parameter(HelpMessage = "The language of the page: En or Ja. Default: Ja in a Japanese session, otherwise En.")]
    public GeoReportLanguage Language { get; set; } = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "ja" ? GeoReportLanguage.Ja : GeoReportLanguage.En;

    /// <summary>Days that the report covers, including today: 1 to 366. Default: 28.</summary>
    [Parameter(HelpMessage = "Days that the report covers, including today: 1 to 366. Default: 28.")]
    [ValidateRange(1, 366)]
    public int Days { get; set; } = 28;

    /// <summary>The time zone of the statistics, such as Asia/Tokyo. Default: that of the functions (Statistics:TimeZone), or UTC if none has run for 7 days.</summary>
    [Parameter(HelpMessage = "The time zone of the statistics, such as Asia/Tokyo. Default: that of the functions (Statistics:TimeZone), or UTC if none has run for 7 days.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.TimeZones))]
    public string? TimeZone { get; set; }

    /// <summary>Keeps an existing file and reports an error.</summary>
    [Parameter(HelpMessage = "Keeps an existing file and reports an error.")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Also replaces a read-only file.</summary>
    [Parameter(HelpMessage = "Also replaces a read-only file.")]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the file.</summary>
    [Parameter(HelpMessage = "Returns the file.")]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var path = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path, out var provider, out _);
        if (provider.Name != "FileSystem" || Directory.Exists(path))
        {
            ThrowTerminatingError(Errors.PathNotFile(Path));
        }

        var there = new FileInfo(path);
        if (there.Exists && NoClobber)
        {
            ThrowTerminatingError(Errors.FileExists(path));
        }

        if (there is { Exists: true, IsReadOnly: true } && !Force)
        {
            ThrowTerminatingError(Errors.FileReadOnly(path));
        }

        if (ShouldProcess(path, "Export report"))
        {
            Write(path, Wait(path, cancellationToken => Session.MakeReportAsync(As, Language, Days, TimeZone, cancellationToken)));
            if (PassThru)
            {
                // As Get-Item gives it, so that it can be piped on.
                WriteObject(InvokeProvider.Item.Get([path], force: true, literalPath: true), enumerateCollection: true);
            }
        }
    }

    private void Write(string path, string report)
    {
        try
        {
            ReportFile.Write(path, report);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(Errors.FileNotWritten(path, e));
        }
    }
}
