using System.Globalization;

namespace AbuseServerless.Laboratory.World;

/// <summary>Which autonomous system announces which IPv4 addresses: the data of <c>@ip-location-db/asn</c> (RouteViews and DB-IP, CC BY 4.0).</summary>
internal static class RoutedNetworks
{
    /// <summary>The ranges of some systems, in the order of their addresses.</summary>
    /// <param name="path">The file <c>asn-ipv4-num.csv</c>: first address, last address, number of the system, name.</param>
    /// <param name="systems">Numbers of autonomous systems; others are left out.</param>
    /// <exception cref="InvalidDataException">A system has no range: the data is of another kind or age.</exception>
    public static Dictionary<int, List<AddressRange>> Read(string path, IReadOnlySet<int> systems)
    {
        var ranges = systems.ToDictionary(system => system, _ => new List<AddressRange>());
        foreach (var line in File.ReadLines(path))
        {
            var fields = line.Split(',', 4);
            if (fields.Length >= 3 && int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var system) && ranges.TryGetValue(system, out var known))
            {
                known.Add(new AddressRange(uint.Parse(fields[0], CultureInfo.InvariantCulture), uint.Parse(fields[1], CultureInfo.InvariantCulture)));
            }
        }

        return ranges.FirstOrDefault(pair => pair.Value.Count == 0) is { Value: not null } empty
            ? throw new InvalidDataException($"{path}: AS{empty.Key} has no IPv4 range.")
            : ranges;
    }
}
