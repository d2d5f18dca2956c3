using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace AbuseServerless.Gate.Spool;

/// <summary>A file of consecutive events, named after the number of its first. It is only ever appended to.</summary>
internal sealed class SpoolSegment : IDisposable
{
    /// <summary>How the file's name ends.</summary>
    public const string Extension = ".spool";

    private readonly SafeFileHandle _file;

    private SpoolSegment(string path, long first, FileMode mode)
    {
        Path = path;
        First = first;
        _file = File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    }

    public string Path { get; }

    /// <summary>Number of its first event.</summary>
    public long First { get; }

    /// <summary>Events in it.</summary>
    public long Count { get; private set; }

    /// <summary>Bytes of whole events.</summary>
    public long Length { get; private set; }

    /// <summary>Number of the event that would follow.</summary>
    public long Next => First + Count;

    /// <summary>Begins a file, or begins it anew where one of that name holds nothing that counts.</summary>
    public static SpoolSegment Create(string folder, long first) =>
        new(System.IO.Path.Combine(folder, first.ToString("D20", CultureInfo.InvariantCulture) + Extension), first, FileMode.Create);

    /// <summary>Opens a file that another follows: its length is believed, its events are checked when they are read.</summary>
    public static SpoolSegment OpenEarlier(string path, long next)
    {
        var segment = new SpoolSegment(path, FirstOf(path), FileMode.Open);
        segment.Count = next - segment.First;
        segment.Length = RandomAccess.GetLength(segment._file);
        return segment;
    }

    /// <summary>Opens the newest file and cuts what follows its last whole event: a write that had not ended, and so was never acknowledged.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cut">Bytes that were cut.</param>
    public static SpoolSegment OpenLast(string path, out long cut)
    {
        var segment = new SpoolSegment(path, FirstOf(path), FileMode.Open);
        var buffer = new byte[SpoolFrame.Overhead + SpoolFrame.MaximumBodyLength];
        while (RandomAccess.Read(segment._file, buffer, segment.Length) is var read && SpoolFrame.Check(buffer.AsSpan(0, read), out _) == SpoolFrameState.Whole)
        {
            for (var rest = buffer.AsSpan(0, read); SpoolFrame.Check(rest, out var size) == SpoolFrameState.Whole; rest = rest[size..])
            {
                segment.Count++;
                segment.Length += size;
            }
        }

        cut = RandomAccess.GetLength(segment._file) - segment.Length;
        if (cut > 0)
        {
            RandomAccess.SetLength(segment._file, segment.Length);
        }

        return segment;
    }

    /// <summary>The number that a file's name tells.</summary>
    public static long FirstOf(string path) =>
        long.Parse(System.IO.Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>
    /// Hands frames to the operating system in one write, behind those that count. A write that fails half way is overwritten by the next.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written; nothing was added.</exception>
    public void Write(ReadOnlySpan<byte> frames) => RandomAccess.Write(_file, frames, Length);

    /// <summary>Lets frames that were written count.</summary>
    public void Add(int bytes, int events)
    {
        Length += bytes;
        Count += events;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
