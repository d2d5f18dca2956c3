namespace AbuseServerless.PowerShell;

/// <summary>A worker or gate, as it last reported; it reports once a minute. Unknown values are null.</summary>
public sealed record GeoInstance
{
    /// <summary><c>worker</c> or <c>gate</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its machine and process, such as <c>mx1:4711</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it reported within the last three minutes.</summary>
    public required bool IsHere { get; init; }

    /// <summary>When it last reported, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Since when it runs, UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>The program's version.</summary>
    public required string Version { get; init; }

    /// <summary>When the newest AUTH event that it processed reached the event hub, UTC.</summary>
    public DateTimeOffset? LastEvent { get; init; }

    /// <summary>How old that event was when its processing began.</summary>
    public TimeSpan? Lag { get; init; }

    /// <summary>How old the suspensions were that it obeyed.</summary>
    public TimeSpan? SnapshotAge { get; init; }

    /// <summary>Accounts that it refused.</summary>
    public int? Refused { get; init; }

    /// <summary>Events on its disk that the hub did not have.</summary>
    public long? Waiting { get; init; }

    /// <summary>When a gate last heard of the queue helper beside it, UTC.</summary>
    public DateTimeOffset? QueueHelper { get; init; }

    /// <summary>Fingerprint of the nets' settings.</summary>
    public string? RulesVersion { get; init; }

    /// <summary>Geolocation data in use.</summary>
    public string? DatabaseVersion { get; init; }

    /// <summary>Logs that it reads, with what is understood of them.</summary>
    public string[] Logs { get; init; } = [];

    /// <summary>Such as <c>gate mx1:4711</c>.</summary>
    public override string ToString() => $"{Kind} {Name}";
}
