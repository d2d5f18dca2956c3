namespace AbuseServerless.PowerShell.Boundary;

/// <summary>The module's engine, in its own load context. Only types of this assembly and of .NET cross the boundary.</summary>
public interface IEngine
{
    /// <summary>Reads a duration as the settings of the functions are read.</summary>
    /// <exception cref="EngineException">It is none; the message says what to write.</exception>
    TimeSpan ParseDuration(string text);

    /// <summary>The kinds of fault for which a message becomes a dead letter.</summary>
    IReadOnlyList<string> DeadLetterReasons { get; }

    /// <summary>The names of the built-in providers.</summary>
    IReadOnlyList<string> Providers { get; }

    /// <summary>The names of the nets.</summary>
    IReadOnlyList<string> Nets { get; }

    /// <summary>The settings of nets that a plan may have of its own.</summary>
    IReadOnlyList<GeoNetSetting> NetSettings { get; }

    /// <summary>The log formats, with their display names; in addition to <c>auto</c> and <c>patterns:FILE</c>.</summary>
    IReadOnlyDictionary<string, string> LogFormats { get; }

    /// <summary>Countries: their English names by their two letters.</summary>
    IReadOnlyDictionary<string, string> Countries { get; }

    /// <summary>Opens an installation, verifying that it can be reached.</summary>
    /// <exception cref="EngineException">It cannot.</exception>
    Task<ISession> OpenAsync(ConnectionTarget target, CancellationToken cancellationToken);

    /// <summary>Studies thresholds on a log. With a connected installation, its exemptions are applied and its judgements used.</summary>
    /// <param name="log">The log.</param>
    /// <param name="grid">The thresholds and windows.</param>
    /// <param name="session">The installation; null where none is connected.</param>
    /// <param name="progress">Receives how many events have counted and which share of the log was read, 0 to 1; called on any thread.</param>
    /// <param name="cancellationToken">Ends the study.</param>
    /// <exception cref="EngineException">A file or database cannot be read, or storage cannot be reached.</exception>
    Task<GeoStudy> MeasureAsync(GeoLog log, GeoGrid grid, ISession? session, Action<long, double> progress, CancellationToken cancellationToken);

    /// <summary>Tries settings of the nets on a log, every value of each with every value of the others. With a connected installation, its exemptions are applied and its judgements used.</summary>
    /// <param name="log">The log.</param>
    /// <param name="settings">Settings of the nets, at least one; all others have their defaults.</param>
    /// <param name="session">The installation; null where none is connected.</param>
    /// <param name="progress">Receives how many logins have counted and which share of the log was read, 0 to 1; called on any thread.</param>
    /// <param name="cancellationToken">Ends the study.</param>
    /// <exception cref="EngineException">A setting is wrong, a file or database cannot be read, or storage cannot be reached.</exception>
    Task<GeoTrialStudy> TryAsync(GeoLog log, IReadOnlyList<GeoSetting> settings, ISession? session, Action<long, double> progress, CancellationToken cancellationToken);
}
