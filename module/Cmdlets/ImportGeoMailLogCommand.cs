using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Sends the AUTH requests and deliveries of mail servers' logs to the installation's hubs.</summary>
[Cmdlet(VerbsData.Import, "GeoMailLog", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low)]
[OutputType(typeof(GeoMailLogImport))]
public sealed class ImportGeoMailLogCommand : GeoCommand
{
    // The default of Enforcement:MaximumEvidenceAge.
    private static readonly TimeSpan MaximumEvidenceAge = TimeSpan.FromHours(8);
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(200);

    private readonly List<string> _paths = [];
    private IMailLogImport? _import;
    private GeoMailLogImport? _done;
    private DateTimeOffset? _first;

    /// <summary>Mail server logs, plain or compressed with gzip, xz, zstd or bzip2, alone or in a tar or ZIP archive; wildcards allowed. Several files, or the files of a folder, are read in the order of their first time stamps.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Mail server logs, plain or compressed with gzip, xz, zstd or bzip2, alone or in a tar or ZIP archive; wildcards allowed. Several files, or the files of a folder, are read in the order of their first time stamps.")]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Zone of time stamps without one, such as Asia/Tokyo. Default: this machine's zone.</summary>
    [Parameter(HelpMessage = "Zone of time stamps without one, such as Asia/Tokyo. Default: this machine's zone.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.TimeZones))]
    public string? TimeZone { get; set; }

    /// <summary>Log format: auto (default, detected for each line), a name such as postfix or exim, or patterns: and your own file of patterns.</summary>
    [Parameter(HelpMessage = "Log format: auto (default, detected for each line), a name such as postfix or exim, or patterns: and your own file of patterns.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.LogFormats))]
    public string Format { get; set; } = "auto";

    /// <summary>Waits for new lines at the end of the newest log, and continues with the file that replaces it, until Ctrl+C.</summary>
    [Parameter(HelpMessage = "Waits for new lines at the end of the newest log, and continues with the file that replaces it, until Ctrl+C.")]
    public SwitchParameter Follow { get; set; }

    /// <summary>File that stores how far the logs were read, so that the next import continues there.</summary>
    [Parameter(HelpMessage = "File that stores how far the logs were read, so that the next import continues there.")]
    [ValidateNotNullOrEmpty]
    public string? ResumeFile { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        // Without a connection nothing is to be expanded or asked.
        _ = Session;
        if (TimeZone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            ThrowTerminatingError(Errors.UnknownTimeZone(TimeZone));
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var path in Path)
        {
            try
            {
                var found = GetResolvedProviderPathFromPSPath(path, out _);
                _paths.AddRange(found);
                if (found.Count == 0)
                {
                    WriteError(Errors.MailLogNotFound(path, null));
                }
            }
            catch (ItemNotFoundException e)
            {
                WriteError(Errors.MailLogNotFound(path, e));
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_paths.Count == 0)
        {
            return;
        }

        var import = Open();
        _import = import;
        var paths = Wait(null, cancellationToken => import.OrderAsync(_paths, cancellationToken));
        foreach (var path in paths)
        {
            if (ShouldProcess(path, "Send AUTH and delivery events"))
            {
                Import(import, path, Follow && path == paths[^1]);
            }
        }

        if (_first is { } first && TimeProvider.System.GetUtcNow() - first > MaximumEvidenceAge)
        {
            WriteWarning(Warnings.ArrivedLate(first));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _import?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        base.Dispose(disposing);
    }

    private void Import(IMailLogImport import, string path, bool follow)
    {
        var progress = new BulkProgress(this, $"Importing {System.IO.Path.GetFileName(path)}");
        var time = Stopwatch.StartNew();
        try
        {
            var running = Begin(cancellationToken => import.ImportAsync(path, follow, cancellationToken));
            while (!running.IsCompleted && !((IAsyncResult)running).AsyncWaitHandle.WaitOne(ProgressInterval))
            {
                progress.Show(import.Progress.Lines, (int)(import.Progress.Share * 100));
                WarnOfTrouble(import.Trouble);
            }

            var result = WaitFor(path, running);
            var done = ResultOf(path, result, time.Elapsed);
            _done = Sum(_done, done);
            Keep(_done, null);
            WriteObject(done);
            _first = import.First is { } first && !(_first <= first) ? first : _first;
            WriteVerbose(import.Found);
            foreach (var warning in import.Warnings)
            {
                WriteWarning($"{path}: {warning}");
            }
        }
        catch (PipelineStoppedException)
        {
            // A fault that ends the command says so itself.
            Keep(Sum(_done, ResultOf(path, import.Progress, time.Elapsed)), Stopping ? Interrupted(import.Progress) : null);
            throw;
        }
        catch (EngineException e)
        {
            WriteError(Errors.Of(e, path));
        }
        finally
        {
            progress.End();
        }
    }

    // Of several logs: what $GeoTally holds is what became of all of them.
    private static GeoMailLogImport Sum(GeoMailLogImport? before, GeoMailLogImport next) => before is null ? next : new(
        $"{before.Path}; {next.Path}",
        before.Lines + next.Lines,
        before.AuthEvents + next.AuthEvents,
        before.DeliveryEvents + next.DeliveryEvents,
        before.Malformed + next.Malformed,
        next.Unsent,
        before.Duration + next.Duration);

    private static GeoMailLogImport ResultOf(string path, MailLogProgress done, TimeSpan duration) =>
        new(path, done.Lines, done.AuthEvents, done.DeliveryEvents, done.Malformed, done.Unsent, duration);

    private string Interrupted(MailLogProgress done) => string.Create(
        CultureInfo.CurrentCulture,
        $"Interrupted after {Quantity.Of(done.Lines, "line")}: {done.AuthEvents:N0} AUTH and {done.DeliveryEvents:N0} delivery events sent, {done.Unsent:N0} not sent{(done.Unsent > 0 ? ResumeFile is null ? " and lost, because -ResumeFile was not given" : "; the next import reads them again" : "")}.");

    private IMailLogImport Open()
    {
        var session = Session;
        var zone = TimeZone is null ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(TimeZone);
        var resumeFile = ResumeFile is null ? null : GetUnresolvedProviderPathFromPSPath(ResumeFile);
        return Wait(null, _ => Task.FromResult(session.OpenMailLogImport(zone, ResolveLogFormat(Format), resumeFile)));
    }
}
