namespace AbuseServerless.PowerShell;

/// <summary>The stored activity of an account, at most 32 hours back.</summary>
public sealed record GeoAccount
{
    /// <summary>The account, in its normal form.</summary>
    public required string Account { get; init; }

    /// <summary>Its state; null if there was never a decision.</summary>
    public GeoSuspensionState? State { get; init; }

    /// <summary>Name of its plan; null for none.</summary>
    public string? Plan { get; init; }

    /// <summary>The gravest verdict since <see cref="ForgottenUntil"/>.</summary>
    public required GeoVerdict Reached { get; init; }

    /// <summary>Countries it was seen in, by their codes.</summary>
    public required string[] Countries { get; init; }

    /// <summary>Where it was seen, country by country in the order of first sighting; private, unlocated and exempted addresses have lines of their own, and so has what counts to watch only.</summary>
    public required GeoOrigin[] Origins { get; init; }

    /// <summary>How much it was used, by quarters of an hour, oldest first; empty where no net needs to know.</summary>
    public GeoUsage[] Usage { get; init; } = [];

    /// <summary>Most distinct client addresses of a quarter of an hour; null where no net needs them.</summary>
    public int? MostAddresses { get; init; }

    /// <summary>Stored logins; null if no net needs them.</summary>
    public long? Auths { get; init; }

    /// <summary>Recipients remembered of those; null where no net needs them.</summary>
    public long? Recipients { get; init; }

    /// <summary>Start of the first quarter of an hour in which it was seen, UTC; null where nothing is remembered.</summary>
    public DateTimeOffset? First { get; init; }

    /// <summary>Start of the last quarter of an hour in which it was seen, UTC; null where nothing is remembered.</summary>
    public DateTimeOffset? Last { get; init; }

    /// <summary>The account's last reset, UTC: what happened at or before it does not count; null for never.</summary>
    public DateTimeOffset? ForgottenUntil { get; init; }

    /// <summary>The account.</summary>
    public override string ToString() => Account;
}
