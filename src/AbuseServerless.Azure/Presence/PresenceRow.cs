using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Quotas;

namespace AbuseServerless.Azure.Presence;

/// <summary>What a worker or gate says of itself once a minute. What it does not know is null.</summary>
public sealed record PresenceRow
{
    /// <summary><c>worker</c> or <c>gate</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Its machine and process, such as <c>mx1:4711</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What tells a gate from others of its machine, also after a restart: the id of its data folder, which one gate at a time can use. Null for a worker: each run of it is one of its own.</summary>
    public string? Place { get; init; }

    /// <summary>The program's version.</summary>
    public required string Version { get; init; }

    /// <summary>Since when it runs, UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it said so, UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Whether it has suspended accounts refused.</summary>
    public string? Mode { get; init; }

    /// <summary>Thresholds of the nets, as settings write them.</summary>
    public string? Thresholds { get; init; }

    /// <summary>Fingerprint of the nets' settings.</summary>
    public string? RulesVersion { get; init; }

    /// <summary>Geolocation data in use.</summary>
    public string? DatabaseVersion { get; init; }

    /// <summary>When the oldest of its files was built, UTC.</summary>
    public DateTimeOffset? DatabaseBuilt { get; init; }

    /// <summary>Age beyond which it is too old.</summary>
    public TimeSpan? DatabaseMaximumAge { get; init; }

    /// <summary>When the newest processed AUTH event reached the event hub, UTC.</summary>
    public DateTimeOffset? LastEvent { get; init; }

    /// <summary>How old the newest event of the last batch was when its processing began.</summary>
    public TimeSpan? Lag { get; init; }

    /// <summary>Rejected messages since its start for which another dead letter stands.</summary>
    public long? NotStored { get; init; }

    /// <summary>When the last of them was rejected, UTC.</summary>
    public DateTimeOffset? LastNotStored { get; init; }

    /// <summary>The same of messages that came too late; null without any.</summary>
    public long? NotStoredLate { get; init; }

    /// <summary>When the last of those was rejected, UTC; null without any.</summary>
    public DateTimeOffset? LastNotStoredLate { get; init; }

    /// <summary>The time zone of the statistics, by its IANA name; null where it does not make them.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Age of the suspensions that it uses.</summary>
    public TimeSpan? SnapshotAge { get; init; }

    /// <summary>Accounts that it refuses.</summary>
    public int? Refused { get; init; }

    /// <summary>Allowances that a gate cannot enforce, because it has no geolocation database; null where there are none, or it has one.</summary>
    public int? AllowancesUnenforced { get; init; }

    /// <summary>Events on its disk that the hub does not have.</summary>
    public long? Waiting { get; init; }

    /// <summary>When a gate last heard of the queue helper beside it, UTC; null where it never did.</summary>
    public DateTimeOffset? QueueHelper { get; init; }

    /// <summary>Whether a gate has Postfix put mail of watched accounts on hold; null where an earlier version tells.</summary>
    public bool? HoldsWatched { get; init; }

    /// <summary>How much a gate lets watched accounts send; null where it lets them send as much as others, or an earlier version tells.</summary>
    public WatchedQuota? Watched { get; init; }

    /// <summary>Logs that it reads; of many those with something wrong first.</summary>
    public IReadOnlyList<LogHealth> Logs { get; init; } = [];
}
