namespace AbuseServerless.Laboratory.World;

/// <summary>A network operator of the laboratory's internet.</summary>
/// <param name="System">Number of its autonomous system.</param>
/// <param name="Country">ISO 3166-1 alpha-2 of the addresses taken from it; null for wherever they are.</param>
/// <param name="Kind">What it is used for.</param>
internal sealed record Provider(int System, string? Country, NetworkKind Kind);

/// <summary>What an operator's addresses are used for.</summary>
internal enum NetworkKind
{
    /// <summary>Fixed lines of homes.</summary>
    Home,

    /// <summary>Phones, many behind one address.</summary>
    Mobile,

    /// <summary>Universities and companies, many behind one address.</summary>
    Office,

    /// <summary>Rented servers.</summary>
    Hosting,

    /// <summary>Exits of consumer VPNs.</summary>
    Vpn,

    /// <summary>Relays of operating systems and browsers: iCloud Private Relay, WARP.</summary>
    Relay,

    /// <summary>Services that log in on behalf of the subscriber ("send as").</summary>
    SendAs,

    /// <summary>Tor exits.</summary>
    Tor,

    /// <summary>Satellites: remote homes and ships.</summary>
    Satellite,
}
