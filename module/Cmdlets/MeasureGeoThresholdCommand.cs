using System.Globalization;
using System.Management.Automation;
using AbuseServerless.PowerShell.Border;
using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Measures what thresholds of countries would do: how many accounts they would suspend, how many good ones among them, and which is the smallest that spares all of these.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "GeoThreshold", DefaultParameterSetName = StoredSet)]
[OutputType(typeof(GeoThreshold))]
public sealed class MeasureGeoThresholdCommand : GeoCommand
{
    private const string StoredSet = "Stored", LogSet = "Log";

    private readonly List<string> _files = [];
    private BulkProgress? _progress;
    private long _count;
    private double _share = -0.01;

    /// <summary>Files of a log, in the order of time; wildcards are taken. Without it, what is stored is measured.</summary>
    [Parameter(
        ParameterSetName = LogSet,
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        HelpMessage = "Files of a log, in the order of time; wildcards are taken. Without it, what is stored is measured.")]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>What the log is: auto (found from the lines, the default), a kind such as json or exim, or patterns: and a file of patterns of your own.</summary>
    [Parameter(ParameterSetName = LogSet, HelpMessage = "What the log is: auto (found from the lines, the default), a kind such as json or exim, or patterns: and a file of patterns of your own.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.LogFormats))]
    public string Format { get; set; } = "auto";

    /// <summary>Zone of times that name none; this machine's without it.</summary>
    [Parameter(ParameterSetName = LogSet, HelpMessage = "Zone of times that name none, such as Asia/Tokyo; this machine's without it.")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.TimeZones))]
    public string? TimeZone { get; set; }

    /// <summary>MaxMind DB files that say where addresses are; without it, those of the local runtime that is connected.</summary>
    [Parameter(ParameterSetName = LogSet, HelpMessage = "MaxMind DB files that say where addresses are; without it, those of the local runtime that is connected.")]
    [ValidateNotNullOrEmpty]
    public string[] Database { get; set; } = [];

    /// <summary>An ASN database, for exemptions by autonomous system.</summary>
    [Parameter(ParameterSetName = LogSet, HelpMessage = "An ASN database, for exemptions by autonomous system.")]
    [ValidateNotNullOrEmpty]
    public string? AsnDatabase { get; set; }

    /// <summary>Accounts known to be good, beside those that are marked so.</summary>
    [Parameter(ParameterSetName = LogSet, HelpMessage = "Accounts known to be good, beside those that are marked so.")]
    [ValidateNotNull]
    public string[] Good { get; set; } = [];

    /// <summary>Accounts known to be abused, beside those that are marked so.</summary>
    [Parameter(ParameterSetName = LogSet, HelpMessage = "Accounts known to be abused, beside those that are marked so.")]
    [ValidateNotNull]
    public string[] Abuse { get; set; } = [];

    /// <summary>Thresholds in countries, 1 to 1,000; 2 to 30 without it.</summary>
    [Parameter(HelpMessage = "Thresholds in countries, 1 to 1,000; 2 to 30 without it.")]
    [ValidateNotNullOrEmpty]
    [ValidateRange(1, 1000)]
    public int[]? Threshold { get; set; }

    /// <summary>Windows, multiples of 15 minutes up to 24 hours; 1, 4, 12 and 24 hours without it.</summary>
    [Parameter(HelpMessage = "Windows, multiples of 15 minutes up to 24 hours, such as 4h; 1, 4, 12 and 24 hours without it.")]
    [ValidateNotNullOrEmpty]
    [Duration]
    public TimeSpan[]? Window { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (ParameterSetName == StoredSet)
        {
            _ = Session;
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var path in Path)
        {
            var found = GetResolvedProviderPathFromPSPath(path, out _);
            _files.AddRange(found);
            if (found.Count == 0)
            {
                ThrowTerminatingError(Errors.MailLogNotFound(path, null));
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        _progress = new BulkProgress(this, "Measuring thresholds");
        var grid = new GeoGrid(Threshold, Window);
        var study = ParameterSetName == StoredSet
            ? Wait(null, cancellationToken => Session.MeasureAsync(grid, read => Interlocked.Exchange(ref _count, read), cancellationToken))
            : MeasureLog(grid);
        _progress.End();
        Tell(study);
        foreach (var threshold in study.Thresholds)
        {
            WriteObject(threshold);
        }
    }

    // Of what is stored nobody knows how much there is.
    private protected override void WhileWaiting() => _progress?.Show(Interlocked.Read(ref _count), (int)(100 * Volatile.Read(ref _share)));

    private GeoStudy MeasureLog(GeoGrid grid)
    {
        if (TimeZone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            ThrowTerminatingError(Errors.TimeZoneInvalid(TimeZone));
        }

        var log = new GeoLog(_files, ResolveLogFormat(Format), TimeZone is null ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(TimeZone))
        {
            Databases = [.. Database.Select(GetUnresolvedProviderPathFromPSPath)],
            AsnDatabase = AsnDatabase is null ? null : GetUnresolvedProviderPathFromPSPath(AsnDatabase),
            Good = Good,
            Abuse = Abuse,
        };

        try
        {
            // On a thread of its own: it is work more than waiting.
            return WaitFor(null, Begin(cancellationToken => Task.Run(
                () => EngineContext.Engine.MeasureAsync(log, grid, Connections.Find(Connection), Note, cancellationToken), cancellationToken)));
        }
        catch (EngineException e)
        {
            // A file, or an account of -Good or -Abuse: without it the study would be another.
            ThrowTerminatingError(Errors.Of(e, null));
            throw;
        }
    }

    private void Note(long events, double share)
    {
        Interlocked.Exchange(ref _count, events);
        Volatile.Write(ref _share, share);
    }

    private void Tell(GeoStudy study)
    {
        if (ParameterSetName == LogSet)
        {
            WriteVerbose($"{Quantity.Of(study.Events, "event")} counted, {Quantity.Of(study.Rejected, "line")} rejected.");
            WriteVerbose(study.Found ?? "");
            foreach (var warning in study.Warnings)
            {
                WriteWarning(warning);
            }

            WarnIf(study.Events == 0, "The log holds no event that counts.");
            WarnIf(study.Late > 0, string.Create(CultureInfo.CurrentCulture, $"{Quantity.Of(study.Late, "event")} came more than eight hours after a later one of their account: windows may be missed. Give the files in the order of time."));
            WarnIf(study.AsnExemptions > 0, "Exemptions by autonomous system were not honoured: give -AsnDatabase.");
        }

        WarnIf(study.Good == 0, "No account is marked good, so no threshold is recommended. Mark them with Resume-GeoAccount -FalsePositive or Set-GeoSuspension.");
        foreach (var window in study.Thresholds.GroupBy(threshold => threshold.Window))
        {
            var judged = window.First().Judged;
            var enough = judged >= study.FewestJudged;
            WarnIf(
                study.Good > 0 && !enough,
                string.Create(CultureInfo.CurrentCulture, $"Within {window.Key}: not enough judgements, so no threshold is recommended. {Quantity.Of(judged, "account")} marked good {(judged == 1 ? "was" : "were")} active; {study.FewestJudged} are needed."));
            WarnIf(enough && !window.Any(threshold => threshold.Recommended), $"Within {window.Key}, none of the thresholds spares every account that is marked good.");
        }
    }

    private void WarnIf(bool condition, string text)
    {
        if (condition)
        {
            WriteWarning(text);
        }
    }
}
