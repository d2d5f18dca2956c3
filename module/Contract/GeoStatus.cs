namespace AbuseServerless.PowerShell;

/// <summary>How an installation does, by what its workers and gates said of themselves within the last three minutes. What none of them said is null.</summary>
public sealed record GeoStatus
{
    /// <summary>Name of the connection.</summary>
    public required string Connection { get; init; }

    /// <summary>The storage account's table endpoint.</summary>
    public required Uri Tables { get; init; }

    /// <summary>Whether suspended accounts are refused: <c>Enforce</c> or <c>Observe</c>, or both if the workers and gates disagree.</summary>
    public string? Mode { get; init; }

    /// <summary>From what on each net watches and suspends accounts, separated by semicolons: <c>Countries: watch 5, suspend 10 countries in 24 hours; …</c>. Nets that are off are not in it.</summary>
    public string? Thresholds { get; init; }

    /// <summary>Workers that have reported.</summary>
    public required int Workers { get; init; }

    /// <summary>Gates that were heard of.</summary>
    public required int Gates { get; init; }

    /// <summary>Accounts that are refused.</summary>
    public int? Refused { get; init; }

    /// <summary>When the newest processed AUTH event reached the event hub, UTC.</summary>
    public DateTimeOffset? LastEvent { get; init; }

    /// <summary>How old the newest events were when their processing began, where it took longest.</summary>
    public TimeSpan? Lag { get; init; }

    /// <summary>Geolocation data in use.</summary>
    public string? DatabaseVersion { get; init; }

    /// <summary>When the oldest of its files was built, UTC.</summary>
    public DateTimeOffset? DatabaseBuilt { get; init; }

    /// <summary>Versions of the programs.</summary>
    public required string[] Versions { get; init; }

    /// <summary>What is wrong, in sentences; empty where nothing is.</summary>
    public required string[] Wrong { get; init; }

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsHealthy => Wrong.Length == 0;

    /// <summary>The workers and gates that reported within the last seven days.</summary>
    public required GeoInstance[] Instances { get; init; }

    /// <summary>The installation, and whether something is wrong.</summary>
    public override string ToString() => $"{Connection}: {(IsHealthy ? "nothing is wrong" : string.Join(' ', Wrong))}";
}
