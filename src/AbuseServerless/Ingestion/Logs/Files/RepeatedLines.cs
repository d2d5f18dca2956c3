using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace AbuseServerless.Ingestion.Logs.Files;

/// <summary>Tells lines that stand in several files of a log, as mail.log, mail.info and syslog of Debian do, or a log beside its compressed copy. By their hashes (XXH3, 64 bits): no line is kept.</summary>
internal sealed class RepeatedLines
{
    /// <summary>Lines that are remembered at the most; further ones are not told.</summary>
    public const int Maximum = 1_000_000;

    private readonly HashSet<ulong> _before = [];
    private readonly List<ulong> _here = [];

    /// <summary>Begins another file.</summary>
    public void Begin()
    {
        _before.UnionWith(_here);
        _here.Clear();
    }

    /// <summary>Whether a line stood in another file. In the same one it may come twice: then it is two events.</summary>
    public bool IsRepeated(string line)
    {
        var hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(line.AsSpan()));
        if (_before.Contains(hash))
        {
            return true;
        }

        if (_before.Count + _here.Count < Maximum)
        {
            _here.Add(hash);
        }

        return false;
    }
}
