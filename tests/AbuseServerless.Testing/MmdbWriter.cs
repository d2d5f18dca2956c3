using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace AbuseServerless.Testing;

/// <summary>
/// Writes small MaxMind DB files (format 2.0, 24-bit records, a tree for both IP versions with IPv4 under ::/96), so that the
/// readers of databases that may not be distributed are tested on real files.
/// </summary>
public sealed class MmdbWriter
{
    private const int Empty = -1;
    private readonly List<int[]> _nodes = [[Empty, Empty]];
    private readonly List<byte> _data = [];

    /// <summary>Adds a network and its record. Networks may not overlap.</summary>
    public MmdbWriter Add(string network, object record)
    {
        var parsed = IPNetwork.Parse(network);
        Span<byte> bits = stackalloc byte[16];
        bits.Clear();
        var isV4 = parsed.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
        parsed.BaseAddress.TryWriteBytes(isV4 ? bits[12..] : bits, out _);
        var length = parsed.PrefixLength + (isV4 ? 96 : 0);
        var node = 0;
        for (var i = 0; i < length - 1; i++)
        {
            ref var next = ref _nodes[node][Bit(bits, i)];
            if (next == Empty)
            {
                next = _nodes.Count;
                _nodes.Add([Empty, Empty]);
            }

            node = next;
        }

        // Below −1: offset into the data section.
        _nodes[node][Bit(bits, length - 1)] = -2 - _data.Count;
        using var encoded = new MemoryStream();
        Write(encoded, record);
        _data.AddRange(encoded.ToArray());
        return this;
    }

    /// <summary>The whole file.</summary>
    /// <param name="databaseType">Such as <c>GeoLite2-City</c>.</param>
    /// <param name="built">Build date.</param>
    public byte[] Build(string databaseType, DateTimeOffset built)
    {
        using var file = new MemoryStream();
        Span<byte> node = stackalloc byte[8];
        foreach (var records in _nodes)
        {
            BinaryPrimitives.WriteInt32BigEndian(node[4..], Pointer(records[1]));
            var right = node[5..].ToArray();
            BinaryPrimitives.WriteInt32BigEndian(node, Pointer(records[0]));
            file.Write(node[1..4]);
            file.Write(right);
        }

        file.Write(new byte[16]);
        file.Write([.. _data]);
        file.Write([0xab, 0xcd, 0xef]);
        file.Write("MaxMind.com"u8);
        Write(file, new Dictionary<string, object>
        {
            ["binary_format_major_version"] = (ushort)2,
            ["binary_format_minor_version"] = (ushort)0,
            ["build_epoch"] = (ulong)built.ToUnixTimeSeconds(),
            ["database_type"] = databaseType,
            ["description"] = new Dictionary<string, object> { ["en"] = "For tests" },
            ["ip_version"] = (ushort)6,
            ["languages"] = new[] { "en" },
            ["node_count"] = (uint)_nodes.Count,
            ["record_size"] = (ushort)24,
        });
        return file.ToArray();
    }

    private static int Bit(ReadOnlySpan<byte> bits, int index) => bits[index / 8] >> (7 - (index % 8)) & 1;

    private int Pointer(int record) => record switch
    {
        Empty => _nodes.Count,
        < Empty => _nodes.Count + 16 + (-2 - record),
        _ => record,
    };

    private static void Write(Stream stream, object value)
    {
        switch (value)
        {
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                Control(stream, 2, bytes.Length);
                stream.Write(bytes);
                break;
            case double number:
                Control(stream, 3, 8);
                BigEndian(stream, BitConverter.DoubleToUInt64Bits(number), 8);
                break;
            case float number:
                Control(stream, 15, 4);
                BigEndian(stream, BitConverter.SingleToUInt32Bits(number), 4);
                break;
            case ushort number:
                Control(stream, 5, 2);
                BigEndian(stream, number, 2);
                break;
            case uint number:
                Control(stream, 6, 4);
                BigEndian(stream, number, 4);
                break;
            case ulong number:
                Control(stream, 9, 8);
                BigEndian(stream, number, 8);
                break;
            case bool flag:
                Control(stream, 14, flag ? 1 : 0);
                break;
            case string[] array:
                Control(stream, 11, array.Length);
                Array.ForEach(array, item => Write(stream, item));
                break;
            case IReadOnlyDictionary<string, object> map:
                Control(stream, 7, map.Count);
                foreach (var (key, item) in map)
                {
                    Write(stream, key);
                    Write(stream, item);
                }

                break;
            default:
                throw new NotSupportedException(value.GetType().Name);
        }
    }

    // Three bits of type and five of size; types above 7 in a byte of their own, sizes from 29 in a byte after that.
    private static void Control(Stream stream, int type, int size)
    {
        stream.WriteByte((byte)((type <= 7 ? type << 5 : 0) | Math.Min(size, 29)));
        if (type > 7)
        {
            stream.WriteByte((byte)(type - 7));
        }

        if (size >= 29)
        {
            stream.WriteByte((byte)(size - 29));
        }
    }

    private static void BigEndian(Stream stream, ulong value, int length)
    {
        for (var shift = 8 * (length - 1); shift >= 0; shift -= 8)
        {
            stream.WriteByte((byte)(value >> shift));
        }
    }
}
