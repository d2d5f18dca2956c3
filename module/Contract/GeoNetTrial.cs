namespace AbuseServerless.PowerShell;

/// <summary>What some settings of the nets would have done to the accounts of a log, or would do to those of the installation.</summary>
public sealed record GeoNetTrial
{
    /// <summary>The settings that were tried, such as <c>Nets:Volume:MessagesPerDay:Suspend=40</c>; <c>defaults</c> where none differs.</summary>
    public required string Setting { get; init; }

    /// <summary>Accounts that would have been suspended.</summary>
    public required int Suspended { get; init; }

    /// <summary>Accounts that would have been watched and not suspended.</summary>
    public required int Watched { get; init; }

    /// <summary>Suspended accounts that are marked good (false positives).</summary>
    public required int Good { get; init; }

    /// <summary>Suspended accounts that are marked abuse.</summary>
    public required int Abuse { get; init; }

    /// <summary>The median number of logins between an abused account's first suspension by any of the settings tried and its suspension by this one; null if none of them would have been suspended, and for stored data.</summary>
    public required long? Later { get; init; }

    /// <summary>Accounts of the log or of the installation.</summary>
    public required int Accounts { get; init; }

    /// <summary>Whether no other of the settings tried does better: as many marked abuse with fewer marked good, or more with no more marked good.</summary>
    public required bool OnFront { get; init; }

    /// <summary>Whether it suspends the most accounts marked abuse, among the settings that suspend none marked good; none if fewer than 10 accounts are marked good, or none abuse.</summary>
    public required bool Recommended { get; init; }

    /// <summary>The settings.</summary>
    public override string ToString() => Setting;
}
