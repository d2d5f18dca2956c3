using System.Collections;
using System.Globalization;
using System.Management.Automation;
using AbuseServerless.PowerShell.Boundary;
using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Measures what thresholds of countries would do: how many accounts they would suspend, how many good ones among them, and which is the smallest that spares all of these.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "GeoThreshold", DefaultParameterSetName = StoredSet)]
[OutputType(typeof(GeoThreshold), ParameterSetName = [StoredSet, LogSet])]
[OutputType(typeof(GeoNetTrial), ParameterSetName = [SettingSet, StoredSettingSet])]
public sealed class MeasureGeoThresholdCommand : GeoCommand
{
    private const string StoredSet = "Stored", LogSet = "Log", SettingSet = "Setting", StoredSettingSet = "StoredSetting";

    private const string NothingStored = "No activity is stored yet. To measure a log, give -Path; to store one, run Import-GeoMailLog.";

    private const string PathHelp = "Log files, plain, compressed or in an archive (tar, ZIP), in order of time; wildcards allowed. Default: stored data is measured.";
    private const string SettingHelp = "Settings of the nets to try, such as @{ 'Nets:Volume:MessagesPerDay:Suspend' = 20, 40, 80 }: every value is tried with every value of the others.";
    private const string FormatHelp = "Log format: auto (default, detected for each line), a name such as json or exim, or patterns: and your own file of patterns.";
    private const string TimeZoneHelp = "Zone of time stamps without one, such as Asia/Tokyo. Default: this machine's zone.";
    private const string DatabaseHelp = "Geolocation databases in MaxMind DB format. Default: those of the connected local runtime.";
    private const string AsnHelp = "Files of an ASN database. Default: that of the connected local runtime.";
    private const string GoodHelp = "Accounts known to be legitimate, in addition to those marked so.";
    private const string AbuseHelp = "Accounts known to be abused, in addition to those marked so.";
    private const string ThresholdHelp = "Numbers of countries, 1 to 1,000. Default: 2 to 30.";
    private const string WindowHelp = "Windows: multiples of 15 minutes up to 24 hours, such as 4h. Default: 1, 4, 12 and 24 hours.";

    private readonly List<string> _files = [];
    private BulkProgress? _progress;
    private long _count;
    private double _share = -0.01;

    /// <summary>Log files, plain, compressed or in an archive (tar, ZIP), in order of time; wildcards allowed. Default: stored data is measured.</summary>
    [Parameter(ParameterSetName = LogSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = PathHelp)]
    [Parameter(ParameterSetName = SettingSet, Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, HelpMessage = PathHelp)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Settings of the nets to try, by name, each with one or more values: every value is tried with every value of the others. All other settings have their defaults.</summary>
    [Parameter(ParameterSetName = SettingSet, Mandatory = true, HelpMessage = SettingHelp)]
    [Parameter(ParameterSetName = StoredSettingSet, Mandatory = true, HelpMessage = SettingHelp)]
    [ValidateNotNullOrEmpty]
    public IDictionary Setting { get; set; } = new Hashtable();

    /// <summary>Log format: auto (default, detected for each line), a name such as json or exim, or patterns: and your own file of patterns.</summary>
    [Parameter(ParameterSetName = LogSet, HelpMessage = FormatHelp)]
    [Parameter(ParameterSetName = SettingSet, HelpMessage = FormatHelp)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.LogFormats))]
    public string Format { get; set; } = "auto";

    /// <summary>Zone of time stamps without one. Default: this machine's zone.</summary>
    [Parameter(ParameterSetName = LogSet, HelpMessage = TimeZoneHelp)]
    [Parameter(ParameterSetName = SettingSet, HelpMessage = TimeZoneHelp)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(Completion.TimeZones))]
    public string? TimeZone { get; set; }

    /// <summary>Geolocation databases in MaxMind DB format. Default: those of the connected local runtime.</summary>
    [Parameter(ParameterSetName = LogSet, HelpMessage = DatabaseHelp)]
    [Parameter(ParameterSetName = SettingSet, HelpMessage = DatabaseHelp)]
    [ValidateNotNullOrEmpty]
    public string[] Database { get; set; } = [];

    /// <summary>Files of an ASN database. Default: that of the connected local runtime.</summary>
    [Parameter(ParameterSetName = LogSet, HelpMessage = AsnHelp)]
    [Parameter(ParameterSetName = SettingSet, HelpMessage = AsnHelp)]
    [ValidateNotNullOrEmpty]
    public string[] AsnDatabase { get; set; } = [];

    /// <summary>Accounts known to be legitimate, in addition to those marked so.</summary>
    [Parameter(ParameterSetName = LogSet, HelpMessage = GoodHelp)]
    [Parameter(ParameterSetName = SettingSet, HelpMessage = GoodHelp)]
    [ValidateNotNull]
    public string[] Good { get; set; } = [];

    /// <summary>Accounts known to be abused, in addition to those marked so.</summary>
    [Parameter(ParameterSetName = LogSet, HelpMessage = AbuseHelp)]
    [Parameter(ParameterSetName = SettingSet, HelpMessage = AbuseHelp)]
    [ValidateNotNull]
    public string[] Abuse { get; set; } = [];

    /// <summary>Numbers of countries, 1 to 1,000. Default: 2 to 30.</summary>
    [Parameter(ParameterSetName = StoredSet, HelpMessage = ThresholdHelp)]
    [Parameter(ParameterSetName = LogSet, HelpMessage = ThresholdHelp)]
    [ValidateNotNullOrEmpty]
    [ValidateRange(1, 1000)]
    public int[]? Threshold { get; set; }

    /// <summary>Windows: multiples of 15 minutes up to 24 hours. Default: 1, 4, 12 and 24 hours.</summary>
    [Parameter(ParameterSetName = StoredSet, HelpMessage = WindowHelp)]
    [Parameter(ParameterSetName = LogSet, HelpMessage = WindowHelp)]
    [ValidateNotNullOrEmpty]
    [Duration]
    public TimeSpan[]? Window { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (ParameterSetName is StoredSet or StoredSettingSet)
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
        if (MyInvocation.ExpectingInput && _files.Count == 0)
        {
            ThrowTerminatingError(Errors.NoMailLogPiped());
        }

        _progress = new BulkProgress(this, ParameterSetName is SettingSet or StoredSettingSet ? "Trying settings" : "Measuring thresholds");
        if (ParameterSetName == StoredSettingSet)
        {
            var settings = Settings();
            Tell(Wait(null, cancellationToken => Session.TryAsync(settings, read => Interlocked.Exchange(ref _count, read), cancellationToken)));
            return;
        }

        if (ParameterSetName == SettingSet)
        {
            Tell(Study((log, cancellationToken) => EngineContext.Engine.TryAsync(log, Settings(), Connections.Find(Connection), Note, cancellationToken)));
            return;
        }

        var grid = new GeoGrid(Threshold, Window);
        Tell(ParameterSetName == StoredSet
            ? Wait(null, cancellationToken => Session.MeasureAsync(grid, read => Interlocked.Exchange(ref _count, read), cancellationToken))
            : Study((log, cancellationToken) => EngineContext.Engine.MeasureAsync(log, grid, Connections.Find(Connection), Note, cancellationToken)));
    }

    // Of what is stored nobody knows how much there is.
    private protected override void WhileWaiting() => _progress?.Show(Interlocked.Read(ref _count), (int)(100 * Volatile.Read(ref _share)));

    private T Study<T>(Func<GeoLog, CancellationToken, Task<T>> study)
    {
        if (TimeZone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            ThrowTerminatingError(Errors.TimeZoneInvalid(TimeZone));
        }

        var log = new GeoLog(_files, ResolveLogFormat(Format), TimeZone is null ? TimeZoneInfo.Local : TimeZoneInfo.FindSystemTimeZoneById(TimeZone))
        {
            Databases = [.. Database.Select(GetUnresolvedProviderPathFromPSPath)],
            AsnDatabases = [.. AsnDatabase.Select(GetUnresolvedProviderPathFromPSPath)],
            Good = Good,
            Abuse = Abuse,
        };

        try
        {
            // On a thread of its own: it is work more than waiting.
            return WaitFor(null, Begin(cancellationToken => Task.Run(() => study(log, cancellationToken), cancellationToken)));
        }
        catch (EngineException e)
        {
            // A file, or an account of -Good or -Abuse: without it the study would be another.
            ThrowTerminatingError(Errors.Of(e, null));
            throw;
        }
    }

    // A hashtable has no order of its own, an ordered one has.
    private IReadOnlyList<GeoSetting> Settings()
    {
        var settings = Setting.Cast<DictionaryEntry>().Select(entry => new GeoSetting(Text(entry.Key), Values(entry.Value)));
        return Setting is Hashtable ? [.. settings.OrderBy(setting => setting.Name, StringComparer.Ordinal)] : [.. settings];
    }

    private static string[] Values(object? value)
    {
        string[] values = LanguagePrimitives.GetEnumerable(value) is { } several ? [.. several.Cast<object?>().Select(Text)] : [Text(value)];
        return values.Length > 0 && values.All(text => text.Length > 0) ? values : throw new EngineException(EngineFault.BadSetting, "A setting of -Setting has no value.");
    }

    private static string Text(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        { } other => other.ToString() ?? "",
        null => "",
    };

    private void Note(long events, double share)
    {
        Interlocked.Exchange(ref _count, events);
        Volatile.Write(ref _share, share);
    }

    private void Tell(GeoStudy study)
    {
        _progress!.End();
        if (ParameterSetName == LogSet)
        {
            ReportLog(study, "came more than eight hours after a later one of the same account, so windows may be missed. Give the files in order of time.");
        }

        var isEmpty = ParameterSetName == StoredSet && study.Thresholds.All(threshold => threshold.Accounts == 0);
        WarnIf(isEmpty, NothingStored);
        WarnIf(study.Good == 0 && !isEmpty, NoneGood("threshold"));
        foreach (var window in study.Thresholds.GroupBy(threshold => threshold.Window))
        {
            var judged = window.First().Judged;
            var enough = judged >= study.MinimumJudged;
            WarnIf(study.Good > 0 && !enough, $"Within {window.Key}: {TooFewGood("threshold", judged, study.MinimumJudged)}");
            WarnIf(enough && !window.Any(threshold => threshold.Recommended), $"Within {window.Key}, every threshold suspends an account that is marked good.");
        }

        foreach (var threshold in study.Thresholds)
        {
            WriteObject(threshold);
        }
    }

    private void Tell(GeoTrialStudy study)
    {
        _progress!.End();
        ReportLog(study, "came more than 32 hours after a later one of the same account and did not count. Give the files in order of time.");
        WarnIf(!study.KnowsSystems, "No ASN database was found, so networks are address prefixes, as in an installation without one: give -AsnDatabase.");
        WarnIf(
            study.Deliveries == 0 && Setting.Keys.Cast<object>().Any(name => Text(name).StartsWith("Nets:Outcomes:", StringComparison.OrdinalIgnoreCase)),
            "The log has no delivery with a known account: the net Outcomes has nothing to judge.");
        WarnIf(study.Good == 0, NoneGood("setting"));
        WarnIf(study.Good > 0 && study.Good < study.MinimumJudged, "In this log: " + TooFewGood("setting", study.Good, study.MinimumJudged));
        WarnIf(study.Abuse == 0, "No account is marked abuse, so the catch of a setting is unknown: give abused accounts with -Abuse.");
        WriteTrials(study.Trials);
    }

    private void Tell(GeoStoredTrialStudy study)
    {
        _progress!.End();
        if (study.Trials.All(trial => trial.Accounts == 0))
        {
            WriteWarning(NothingStored);
            WriteTrials(study.Trials);
            return;
        }

        var named = Setting.Keys.Cast<object>().Select(name => Text(name).Split(':')).Where(parts => parts.Length > 1).Select(parts => parts[1]).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var net in study.WithoutEvidence.Where(named.Contains))
        {
            WriteWarning($"No account has stored evidence for the net {net}: the net is off, or nothing that it counts has happened. Its settings can be tried on a log: give -Path.");
        }

        WarnIf(study.Discarded > 0, $"{Quantity.Of(study.Discarded, "account")} had a suspension or watch that is over. The activity up to its end was discarded, so such accounts are not in Good and Abuse. To include it, measure a log: give -Path.");
        WarnIf(study.Good == 0, NoneGood("setting"));
        WarnIf(study.Good > 0 && study.Good < study.MinimumJudged, TooFewGood("setting", study.Good, study.MinimumJudged));
        WarnIf(study.Abuse == 0, "No account whose suspension stands is marked abuse, so the catch of a setting is unknown.");
        WriteTrials(study.Trials);
    }

    private void WriteTrials(IReadOnlyList<GeoNetTrial> trials)
    {
        foreach (var trial in trials)
        {
            WriteObject(trial);
        }
    }

    private void ReportLog(GeoLogStudy study, string late)
    {
        WriteVerbose($"{Quantity.Of(study.Events, "event")} counted, {Quantity.Of(study.Rejected, "line")} rejected.");
        WriteVerbose(study.Found ?? "");
        foreach (var warning in study.Warnings)
        {
            WriteWarning(warning);
        }

        WarnIf(study.Events == 0, "The log has no event that counts.");
        WarnIf(study.Late > 0, $"{Quantity.Of(study.Late, "event")} {late}");
        WarnIf(study.AsnExemptions > 0, "Exemptions of autonomous systems were not applied: give -AsnDatabase.");
    }

    private static string NoneGood(string what) => $"No account is marked good, so no {what} is recommended. Mark accounts with Resume-GeoAccount -FalsePositive or Set-GeoSuspension.";

    private static string TooFewGood(string what, int judged, int fewest) =>
        $"not enough judgements, so no {what} is recommended. {Quantity.Of(judged, "account")} marked good {(judged == 1 ? "was" : "were")} active; {fewest} are needed.";

    private void WarnIf(bool condition, string text)
    {
        if (condition)
        {
            WriteWarning(text);
        }
    }
}
