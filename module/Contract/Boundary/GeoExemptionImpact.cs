namespace AbuseServerless.PowerShell.Boundary;

/// <summary>What an exemption would affect if it were added.</summary>
/// <param name="Value">What it names, in its normal form.</param>
public sealed record GeoExemptionImpact(string Value)
{
    /// <summary>The existing exemption of the same kind and value; null if there is none.</summary>
    public GeoExemption? Standing { get; init; }

    /// <summary>Whether it names a country, an autonomous system, or a network wider than /16 (IPv4) or /32 (IPv6).</summary>
    public bool IsBroad { get; init; }

    /// <summary>Whether the installation is known to have no ASN database, so that an exemption by autonomous system would have no effect.</summary>
    public bool LacksAsnDatabase { get; init; }

    /// <summary>Of an account: where it stands; null where nothing was ever decided.</summary>
    public GeoSuspension? Suspension { get; init; }

    /// <summary>Of an account: whether it was never seen, and nothing was ever decided about it.</summary>
    public bool IsUnseen { get; init; }
}
