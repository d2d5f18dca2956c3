using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace AbuseServerless.Local.EventHubs.Storage;

/// <summary>
/// A file of consecutive entries, named after the sequence number of its first. It is only ever appended to, and in
/// memory keeps 4 bytes an entry: where in the file each starts.
/// </summary>
internal sealed class Segment : IDisposable
{
    public const string Extension = ".log";
    private const int MaximumRead = 1024 * 1024;

    private readonly List<int> positions = [];
    private readonly SafeFileHandle file;

    private Segment(string path, long first)
    {
        Path = path;
        FirstSequenceNumber = first;
        file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
    }

    public string Path { get; }
    public long FirstSequenceNumber { get; }
    public long NextSequenceNumber => FirstSequenceNumber + positions.Count;

    /// <summary>In bytes.</summary>
    public int Length { get; private set; }

    public long LastEnqueuedMilliseconds => positions.Count == 0 ? 0 : EnqueuedMilliseconds(NextSequenceNumber - 1);

    public static Segment Create(string directory, long first) =>
        new(System.IO.Path.Combine(directory, first.ToString("D20", CultureInfo.InvariantCulture) + Extension), first);

    /// <summary>Opens a segment and, where asked to, cuts what follows its last whole record.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cut">Whether to cut.</param>
    /// <param name="tornBytes">How many bytes follow the last whole record.</param>
    public static Segment Open(string path, bool cut, out long tornBytes)
    {
        var first = long.Parse(System.IO.Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture);
        var segment = new Segment(path, first);
        var bytes = new byte[RandomAccess.GetLength(segment.file)];
        segment.Fill(bytes, 0);
        for (var rest = bytes.AsSpan(); ;)
        {
            var size = RecordFormat.Check(rest);
            if (size == 0 || RecordFormat.SequenceNumber(rest) != segment.NextSequenceNumber)
            {
                break;
            }

            segment.positions.Add(segment.Length);
            segment.Length += size;
            rest = rest[size..];
        }

        tornBytes = bytes.Length - segment.Length;
        if (cut && tornBytes > 0)
        {
            RandomAccess.SetLength(segment.file, segment.Length);
        }

        return segment;
    }

    /// <summary>
    /// Hands the entries to the operating system in one write. A write that fails half way is overwritten by the next:
    /// the place to write is kept here, not by the file.
    /// </summary>
    public void Append(ReadOnlySpan<LogEntry> entries)
    {
        var size = 0;
        foreach (ref readonly var entry in entries)
        {
            size += RecordFormat.SizeOf(entry);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            var written = 0;
            foreach (ref readonly var entry in entries)
            {
                written += RecordFormat.Write(entry, buffer.AsSpan(written));
            }

            RandomAccess.Write(file, buffer.AsSpan(0, written), Length);
            for (var at = 0; at < written; at += RecordFormat.SizeOf(buffer.AsSpan(at)))
            {
                positions.Add(Length + at);
            }

            Length += written;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>At least one entry; no more than <paramref name="maximum"/>, and no more than fit into 1 MiB.</summary>
    public LogEntry[] Read(long from, int maximum)
    {
        var index = (int)(from - FirstSequenceNumber);
        var start = positions[index];
        var count = 1;
        while (count < maximum && index + count < positions.Count && End(index + count) - start <= MaximumRead)
        {
            count++;
        }

        var bytes = new byte[End(index + count - 1) - start];
        Fill(bytes, start);
        var entries = new LogEntry[count];
        var rest = (ReadOnlyMemory<byte>)bytes;
        for (var i = 0; i < count; i++)
        {
            entries[i] = RecordFormat.Read(rest, out var size);
            rest = rest[size..];
        }

        return entries;
    }

    public long EnqueuedMilliseconds(long sequenceNumber)
    {
        Span<byte> time = stackalloc byte[sizeof(long)];
        Fill(time, positions[(int)(sequenceNumber - FirstSequenceNumber)] + RecordFormat.EnqueuedAt);
        return BinaryPrimitives.ReadInt64LittleEndian(time);
    }

    public void Dispose() => file.Dispose();

    private int End(int index) => index + 1 < positions.Count ? positions[index + 1] : Length;

    private void Fill(Span<byte> target, long offset)
    {
        while (!target.IsEmpty)
        {
            var read = RandomAccess.Read(file, target, offset);
            if (read == 0)
            {
                throw new EndOfStreamException($"{Path} is shorter than its index.");
            }

            target = target[read..];
            offset += read;
        }
    }
}
