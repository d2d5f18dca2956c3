using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AbuseServerless.Accounts;
using AbuseServerless.Ingestion;

namespace AbuseServerless.Exemptions;

/// <summary>What does not count, or counts towards a watch only; who added it, why and until when.</summary>
public sealed record Exemption
{
    private Exemption(ExemptionKind kind, string value) => (Kind, Value) = (kind, value);

    /// <summary>By what it names what it exempts.</summary>
    public ExemptionKind Kind { get; }

    /// <summary>What it exempts, in one normal form: account name, <c>address/length</c>, two capitals, or <c>AS</c> and a number.</summary>
    public string Value { get; }

    /// <summary>True for the softer class (own-subscriber networks): what it names counts to watch an account, never to suspend it. False: it does not count at all.</summary>
    public bool WatchOnly { get; init; }

    /// <summary>The operator.</summary>
    public required string By { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was given, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Events at or after this instant count again, UTC; null for never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether it may reach many accounts: a country, an autonomous system, or a network wider than /16 (IPv4) or /32 (IPv6).</summary>
    public bool IsBroad => Kind switch
    {
        ExemptionKind.Account => false,
        ExemptionKind.Network => Network(Value) is var network && network.PrefixLength < (network.BaseAddress.AddressFamily == AddressFamily.InterNetwork ? 16 : 32),
        _ => true,
    };

    /// <summary>Makes an exemption.</summary>
    /// <param name="kind">By what it names.</param>
    /// <param name="value">What it names, in any usual notation. A network may have bits behind its length; a single address is a network.</param>
    /// <param name="by">The operator.</param>
    /// <param name="reason">Why.</param>
    /// <param name="since">Now.</param>
    /// <exception cref="FormatException">The value is none of its kind.</exception>
    public static Exemption Of(ExemptionKind kind, string value, string by, string reason, DateTimeOffset since) =>
        new(kind, Normalise(kind, value)) { By = by, Reason = reason, Since = since };

    private static string Normalise(ExemptionKind kind, string value) => kind switch
    {
        ExemptionKind.Account => AccountName.Parse(value).Value,
        ExemptionKind.Network => Network(value).ToString(),
        ExemptionKind.Country => Geolocation.Place.IsCountry(value)
            ? value.ToUpperInvariant()
            : throw new FormatException("A country must be two ASCII letters (ISO 3166-1 alpha-2)."),
        ExemptionKind.Asn => string.Create(CultureInfo.InvariantCulture, $"AS{Asn(value)}"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of exemption."),
    };

    internal static IPNetwork Network(string value)
    {
        var slash = value.IndexOf('/', StringComparison.Ordinal);
        var address = ClientAddress.Parse(slash < 0 ? value : value[..slash]);
        var bits = address?.GetAddressBytes().Length * 8 ?? 0;
        var length = bits;
        if (address is null
            || (slash >= 0 && !int.TryParse(value.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length))
            || length > bits)
        {
            throw new FormatException("A network must be an IPv4 or IPv6 address with a prefix length, such as 192.0.2.0/24 or 2001:db8::/32.");
        }

        return new IPNetwork(AddressMask.Apply(address, length), length);
    }

    internal static long Asn(string value)
    {
        var digits = value.StartsWith("AS", StringComparison.OrdinalIgnoreCase) ? value.AsSpan(2) : value;
        return uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new FormatException("An autonomous system must be a number from 1 to 4294967295, with or without the prefix AS.");
    }
}
