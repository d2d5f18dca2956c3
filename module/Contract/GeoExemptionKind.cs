namespace AbuseServerless.PowerShell;

/// <summary>By what an exemption names what it exempts.</summary>
public enum GeoExemptionKind
{
    /// <summary>An account, such as <c>alice@example.jp</c>.</summary>
    Account,

    /// <summary>A client network, such as <c>192.0.2.0/24</c> or <c>2001:db8::/32</c>.</summary>
    Network,

    /// <summary>A country, ISO 3166-1 alpha-2.</summary>
    Country,

    /// <summary>An autonomous system, such as <c>AS64500</c>.</summary>
    Asn,
}
