namespace AbuseServerless.PowerShell.Boundary;

/// <summary>Files that are studied as one log, in their order.</summary>
/// <param name="Files">Their paths; compressed files are decompressed.</param>
/// <param name="Format">The kind of log: <c>auto</c>, a name of <see cref="IEngine.LogFormats"/>, or <c>patterns:</c> and the whole path of a file.</param>
/// <param name="TimeZone">Zone of times that name none.</param>
public sealed record GeoLog(IReadOnlyList<string> Files, string Format, TimeZoneInfo TimeZone)
{
    /// <summary>MaxMind DB files that say where addresses are; none for those of the local runtime that is connected.</summary>
    public IReadOnlyList<string> Databases { get; init; } = [];

    /// <summary>Files of an ASN database; none for those of the local runtime that is connected.</summary>
    public IReadOnlyList<string> AsnDatabases { get; init; } = [];

    /// <summary>Accounts known to be legitimate, in addition to those marked so.</summary>
    public IReadOnlyList<string> Good { get; init; } = [];

    /// <summary>Accounts known to be abused, in addition to those marked so.</summary>
    public IReadOnlyList<string> Abuse { get; init; } = [];
}
