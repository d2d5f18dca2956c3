using System.Net;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Local.Demo;

/// <summary>
/// Addresses of one country, ordered by place, so that a person who stays in one place can be given several of it.
/// </summary>
internal sealed class AddressPool
{
    private readonly Located[] _v4;
    private readonly Located[] _v6;
    private readonly Dictionary<Place, (int First, int Count)> _v4Places;
    private readonly Dictionary<Place, (int First, int Count)> _v6Places;

    // Where the addresses of a network in a place stand.
    private readonly Dictionary<(Place Place, long Network), List<int>> _v4Networks = [];

    private AddressPool(Located[] v4, Located[] v6)
    {
        (_v4, _v6) = (v4, v6);
        _v4Places = Group(v4);
        _v6Places = Group(v6);
        foreach (var (index, located) in v4.Index())
        {
            if (!_v4Networks.TryGetValue((located.Place, located.Network), out var group))
            {
                _v4Networks.Add((located.Place, located.Network), group = []);
            }

            group.Add(index);
        }
    }

    /// <summary>How many IPv4 addresses there are.</summary>
    public int V4Count => _v4.Length;

    /// <summary>Draws addresses that the city databases place in the same country as the country database does.</summary>
    public static AddressPool Draw(string country, List<Network> v4, int v4Count, List<Network> v6, int v6Count, IGeolocator cities, IAsnLookup asn, ref Dice dice) =>
        new(Draw(country, v4, v4Count, cities, asn, ref dice), Draw(country, v6, v6Count, cities, asn, ref dice));

    /// <summary>Any address, of IPv6 one time in six where there are any.</summary>
    public IPAddress Anywhere(ref Dice dice) =>
        _v6.Length > 0 && dice.Below(6) == 0 ? _v6[dice.Below(_v6.Length)].Address : _v4[dice.Below(_v4.Length)].Address;

    /// <summary>The place of an address.</summary>
    /// <param name="home">0 inclusive to <see cref="V4Count"/> exclusive.</param>
    public Place PlaceOf(int home) => _v4[home].Place;

    /// <summary>An IPv4 address.</summary>
    /// <param name="home">0 inclusive to <see cref="V4Count"/> exclusive.</param>
    public IPAddress V4(int home) => _v4[home].Address;

    /// <summary>An IPv4 address of the same place and network (autonomous system), always the same for the same number.</summary>
    /// <param name="home">0 inclusive to <see cref="V4Count"/> exclusive.</param>
    /// <param name="number">0 or more.</param>
    public IPAddress V4OfNetwork(int home, int number)
    {
        var group = _v4Networks[(_v4[home].Place, _v4[home].Network)];
        return _v4[group[number % group.Count]].Address;
    }

    /// <summary>Another IPv4 address of the same place, always the same for the same number.</summary>
    public IPAddress V4Near(Place place, int number) => Near(_v4, _v4Places, place, number)!;

    /// <summary>An IPv6 address of the same place; null where none was drawn.</summary>
    public IPAddress? V6Near(Place place, int number) => Near(_v6, _v6Places, place, number);

    private static IPAddress? Near(Located[] addresses, Dictionary<Place, (int First, int Count)> places, Place place, int number) =>
        places.TryGetValue(place, out var group) ? addresses[group.First + (number % group.Count)].Address : null;

    private static Located[] Draw(string country, List<Network> networks, int count, IGeolocator cities, IAsnLookup asn, ref Dice dice)
    {
        var drawn = new List<Located>(count);
        for (var attempt = 0; networks.Count > 0 && drawn.Count < count && attempt < 4 * count; attempt++)
        {
            var address = networks[dice.Below(networks.Count)].Draw(ref dice);
            var place = cities.Locate(address);
            if (place.HasCoordinates && place.Country == country)
            {
                drawn.Add(new Located(place, address, NetworkOf(address, asn)));
            }
        }

        // A stable sort: equal places keep the order in which they were drawn.
        return [.. drawn.OrderBy(located => located.Place)];
    }

    // The autonomous system; a negative number for the /16 of an address that is in none.
    private static long NetworkOf(IPAddress address, IAsnLookup asn)
    {
        var bytes = address.GetAddressBytes();
        return asn.Find(address) ?? -1L - (bytes[0] << 8 | bytes[1]);
    }

    private static Dictionary<Place, (int First, int Count)> Group(Located[] addresses)
    {
        var groups = new Dictionary<Place, (int First, int Count)>();
        for (var i = 0; i < addresses.Length; i++)
        {
            groups[addresses[i].Place] = groups.TryGetValue(addresses[i].Place, out var group) ? (group.First, group.Count + 1) : (i, 1);
        }

        return groups;
    }

    private readonly record struct Located(Place Place, IPAddress Address, long Network);
}
