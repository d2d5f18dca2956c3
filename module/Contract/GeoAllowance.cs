namespace AbuseServerless.PowerShell;

/// <summary>The countries from which an account, or the accounts of a domain, may be used; who set it, why and when.</summary>
public sealed record GeoAllowance
{
    /// <summary>The account; or with an <c>@</c> before it, a domain: all its accounts that have no allowance of their own.</summary>
    public required string Account { get; init; }

    /// <summary>Two-letter codes of the countries, in the order of the alphabet.</summary>
    public required string[] Country { get; init; }

    /// <summary>Who set it last: an operator, or <c>portal:NAME</c>.</summary>
    public required string By { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The account and its countries.</summary>
    public override string ToString() => $"{Account}: {string.Join(", ", Country)}";
}
