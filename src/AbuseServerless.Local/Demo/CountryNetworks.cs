using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using MaxMind.Db;

namespace AbuseServerless.Local.Demo;

/// <summary>The networks that a DB-IP country database has for some countries, in the order of their addresses.</summary>
internal static class CountryNetworks
{
    // The file refers to few records from many networks.
    private const int CachedRecords = 1024;

    /// <summary>Reads a whole file, in less than a second.</summary>
    /// <param name="path">A database of one IP version.</param>
    /// <param name="countries">ISO 3166-1 alpha-2 codes; others are left out.</param>
    public static Dictionary<string, List<Network>> Read(string path, IEnumerable<string> countries)
    {
        var networks = countries.ToDictionary(country => country, _ => new List<Network>());
        using var reader = new Reader(path, FileAccessMode.MemoryMapped);
        foreach (var node in reader.FindAll<Record>(cacheSize: CachedRecords))
        {
            if (node.Data.Country is { } country && networks.TryGetValue(country, out var known))
            {
                known.Add(ToNetwork(node.Start, node.PrefixLength));
            }
        }

        return networks;
    }

    private static Network ToNetwork(IPAddress first, int prefixLength)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        var isV4 = first.AddressFamily == AddressFamily.InterNetwork;
        first.TryWriteBytes(isV4 ? bytes[12..] : bytes, out _);
        return new Network(BinaryPrimitives.ReadUInt128BigEndian(bytes), (isV4 ? 32 : 128) - prefixLength, isV4);
    }

    internal sealed class Record
    {
        [MapKey("country_code")]
        public string? Country { get; init; }
    }
}
