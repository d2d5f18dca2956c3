using System.IO.Hashing;
using System.Runtime.InteropServices;
using AbuseServerless.Accounts;
using AbuseServerless.Detection.SharedOrigins;

namespace AbuseServerless.Azure.SharedOrigins;

/// <summary>Which uses this process has noted, so that only the first of an account at an origin and day costs requests. What it forgets costs them again, and changes nothing.</summary>
internal sealed class NotedUses
{
    // Some 1.5 MB for each half, once full.
    private const int MaximumOfHalf = 50_000;

    private readonly Lock _lock = new();
    private HashSet<ulong> _recent = [];
    private HashSet<ulong> _older = [];

    public bool Contains(in OriginUse use)
    {
        var number = NumberOf(use);
        lock (_lock)
        {
            return _recent.Contains(number) || _older.Contains(number);
        }
    }

    public void Add(in OriginUse use)
    {
        lock (_lock)
        {
            if (_recent.Count >= MaximumOfHalf)
            {
                (_older, _recent) = (_recent, []);
            }

            _recent.Add(NumberOf(use));
        }
    }

    private static ulong NumberOf(in OriginUse use)
    {
        var account = XxHash3.HashToUInt64(use.Account.ToUtf8(stackalloc byte[AccountName.UsualUtf8]));
        Span<ulong> parts = [use.Origin.Number, (ulong)use.Origin.Day, account, (use.IsFamiliar ? 1UL : 0) | (use.IsWatchOnly ? 2UL : 0) | (use.IsAbuse ? 4UL : 0)];
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(parts));
    }
}
