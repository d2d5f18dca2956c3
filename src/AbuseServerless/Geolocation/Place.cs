using System.Globalization;

namespace AbuseServerless.Geolocation;

/// <summary>
/// Where a client address is, as coarsely as detection needs it: a country and coordinates rounded to whole degrees,
/// a country alone, or none (<see cref="PrivateNetwork"/>, <see cref="Unlocated"/>).
/// </summary>
/// <remarks>One degree is at most 111 km, within the accuracy of city databases for most networks.</remarks>
public readonly record struct Place : IComparable<Place>
{
    // 1 bit for late, 1 for watch only; 16 of country, 6 unused, 1 + 8 + 9 of coordinates (0: none). Without a country 0 is unlocated, 1 private, 2 exempted.
    private const ulong LateBit = 1UL << 41;
    private const ulong WatchOnlyBit = 1UL << 40;
    private const ulong CoordinatesBit = 1UL << 23;
    private const int CountryShift = 24;

    private readonly ulong _code;

    private Place(ulong code) => _code = code;

    /// <summary>A public address that the database does not know.</summary>
    public static Place Unlocated => default;

    /// <summary>A private, loopback, link-local or otherwise reserved address.</summary>
    public static Place PrivateNetwork => new(1);

    /// <summary>Wherever it was: an exemption says that it does not count.</summary>
    public static Place Exempted => new(2);

    /// <summary>Whether the place is in a country.</summary>
    public bool HasCountry => CountryCode != 0;

    /// <summary>Whether what is seen here may have an account watched and never suspended.</summary>
    public bool IsWatchOnly => (_code & WatchOnlyBit) != 0;

    /// <summary>Whether what is seen here came too late for anything to be enforced on it.</summary>
    public bool IsLate => (_code & LateBit) != 0;

    /// <summary>Whether an exemption says that it does not count.</summary>
    public bool IsExempted => this == Exempted;

    /// <summary>ISO 3166-1 alpha-2 code in capitals; empty where there is none.</summary>
    public string Country => HasCountry ? CountryOf(CountryCode) : "";

    /// <summary>The two letters of the country as one number: first letter × 256 + second; 0 where there is none.</summary>
    public ushort CountryCode => (ushort)(_code >> CountryShift);

    /// <summary>The two letters that a <see cref="CountryCode"/> stands for, which is not 0.</summary>
    public static string CountryOf(ushort code) => string.Create(2, code, static (span, letters) => (span[0], span[1]) = ((char)(letters >> 8), (char)(letters & 0xff)));

    /// <summary>Whether the coordinates are known.</summary>
    public bool HasCoordinates => (_code & CoordinatesBit) != 0;

    /// <summary>Whole degrees north, −90 to 90; 0 where unknown.</summary>
    public int Latitude => HasCoordinates ? (int)((_code >> 9) & 0xff) - 90 : 0;

    /// <summary>Whole degrees east, −180 to 180; 0 where unknown.</summary>
    public int Longitude => HasCoordinates ? (int)(_code & 0x1ff) - 180 : 0;

    /// <summary>The place as a number that <see cref="FromCode"/> takes back; below 2⁴².</summary>
    public ulong Code => _code;

    /// <summary>A country without coordinates.</summary>
    /// <param name="country">Two ASCII letters, ISO 3166-1 alpha-2.</param>
    /// <exception cref="ArgumentException">Not two ASCII letters.</exception>
    public static Place Of(string country) => new(Pack(country));

    /// <summary>A country and coordinates, rounded to whole degrees.</summary>
    /// <param name="country">Two ASCII letters, ISO 3166-1 alpha-2.</param>
    /// <param name="latitude">Degrees north, −90 to 90.</param>
    /// <param name="longitude">Degrees east, −180 to 180.</param>
    /// <exception cref="ArgumentException">Not two ASCII letters.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Coordinates not on the globe.</exception>
    public static Place Of(string country, double latitude, double longitude)
    {
        if (!(Math.Abs(latitude) <= 90))
        {
            throw new ArgumentOutOfRangeException(nameof(latitude), latitude, "Latitude is −90 to 90 degrees.");
        }

        if (!(Math.Abs(longitude) <= 180))
        {
            throw new ArgumentOutOfRangeException(nameof(longitude), longitude, "Longitude is −180 to 180 degrees.");
        }

        var lat = (ulong)(Math.Round(latitude) + 90);
        var lon = (ulong)(Math.Round(longitude) + 180);
        return new Place(Pack(country) | CoordinatesBit | lat << 9 | lon);
    }

    /// <summary>The same place, whose sightings may have an account watched and never suspended.</summary>
    public Place AsWatchOnly() => this == Exempted ? this : new Place(_code | WatchOnlyBit);

    /// <summary>The same place, whose sightings came too late for anything to be enforced on them.</summary>
    public Place AsLate() => this == Exempted ? this : new Place(_code | LateBit);

    /// <summary>The place of a <see cref="Code"/>.</summary>
    public static Place FromCode(ulong code) => new(code);

    /// <inheritdoc/>
    public int CompareTo(Place other) => _code.CompareTo(other._code);

    /// <summary>Orders places by country, then coordinates; the order has no other meaning.</summary>
    public static bool operator <(Place left, Place right) => left._code < right._code;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >(Place left, Place right) => left._code > right._code;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator <=(Place left, Place right) => left._code <= right._code;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >=(Place left, Place right) => left._code >= right._code;

    /// <summary><c>JP 36 140</c>, <c>JP</c>, <c>private</c>, <c>unlocated</c> or <c>exempted</c>; with <c>, watch only</c> and <c>, late</c> behind it where that holds.</summary>
    public override string ToString()
    {
        var name = this switch
        {
            { HasCoordinates: true } => string.Create(CultureInfo.InvariantCulture, $"{Country} {Latitude} {Longitude}"),
            { HasCountry: true } => Country,
            _ => (_code & ~(WatchOnlyBit | LateBit)) switch { 1 => "private", 2 => "exempted", _ => "unlocated" },
        };
        return name + (IsWatchOnly ? ", watch only" : "") + (IsLate ? ", late" : "");
    }

    /// <summary>Whether a text is two ASCII letters.</summary>
    public static bool IsCountry(string? text) => text is { Length: 2 } && char.IsAsciiLetter(text[0]) && char.IsAsciiLetter(text[1]);

    private static ulong Pack(string country)
    {
        if (!IsCountry(country))
        {
            throw new ArgumentException("A country must be two ASCII letters (ISO 3166-1 alpha-2).", nameof(country));
        }

        return ((ulong)char.ToUpperInvariant(country[0]) << 8 | char.ToUpperInvariant(country[1])) << CountryShift;
    }
}
