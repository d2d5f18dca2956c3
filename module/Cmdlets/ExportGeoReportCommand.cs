using System.Globalization;
using System.Management.Automation;
using AbuseServerless.PowerShell.Reports;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Writes the report as one page that can be opened, printed or mailed, or its numbers as JSON.</summary>
[Cmdlet(VerbsData.Export, "GeoReport", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(FileInfo))]
public sealed class ExportGeoReportCommand : GeoCommand
{
    /// <summary>The file to write.</summary>
    [Parameter(Mandatory = true, Position = 0, HelpMessage = "The file to write; one that is there is replaced.")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <summary>What it is written as.</summary>
    [Parameter(HelpMessage = "What it is written as: Html, the default, or Json.")]
    public GeoReportFormat As { get; set; }

    /// <summary>The page's language.</summary>
    [Parameter(HelpMessage = "The page's language: En or Ja; without it, this session's if that is Japanese, else English.")]
    public GeoReportLanguage Language { get; set; } = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "ja" ? GeoReportLanguage.Ja : GeoReportLanguage.En;

    /// <summary>Days that it covers, today included.</summary>
    [Parameter(HelpMessage = "Days that it covers, today included: 1 to 366; without it 28.")]
    [ValidateRange(1, 366)]
    public int Days { get; set; } = 28;

    /// <summary>The time zone of the statistics.</summary>
    [Parameter(HelpMessage = "The time zone of the statistics, as the functions' setting Statistics:TimeZone has it, such as Asia/Tokyo; without it UTC.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.TimeZones))]
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Leaves a file that is there as it is.</summary>
    [Parameter(HelpMessage = "Leaves a file that is there as it is, and reports an error.")]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Replaces a read-only file too.</summary>
    [Parameter(HelpMessage = "Replaces a read-only file too.")]
    public SwitchParameter Force { get; set; }

    /// <summary>Puts the file out.</summary>
    [Parameter(HelpMessage = "Puts the file out.")]
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
