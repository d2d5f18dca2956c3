namespace AbuseServerless.PowerShell;

/// <summary>What does not count, or counts towards a watch only; who added it, why and until when.</summary>
public sealed record GeoExemption
{
    /// <summary>By what it names what it exempts.</summary>
    public required GeoExemptionKind Kind { get; init; }

    /// <summary>What it exempts, in its normal form: an account, <c>address/length</c>, two capitals, or <c>AS</c> and a number.</summary>
    public required string Value { get; init; }

    /// <summary>True if the exempted activity still counts towards a watch, but never towards a suspension; false if it does not count at all.</summary>
    public required bool WatchOnly { get; init; }

    /// <summary>The operator.</summary>
    public required string By { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was given, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Events at or after this instant count again, UTC; null for never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether it had expired when it was read.</summary>
    public bool Expired { get; init; }

    /// <summary>Kind and value.</summary>
    public override string ToString() => $"{Kind} {Value}";
}
