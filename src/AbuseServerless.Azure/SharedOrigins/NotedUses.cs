using System.IO.Hashing;
using System.Runtime.InteropServices;
using AbuseServerless.Accounts;
using AbuseServerless.Detection.SharedOrigins;

namespace AbuseServerless.Azure.SharedOrigins;

/// <summary>Which uses this process has noted, so that only the first of an account at an origin and day costs requests. What it forgets costs them again, and changes nothing.</summary>
internal sealed class NotedUses
{
    private readonly RecentNumbers _uses = new();
    private readonly RecentNumbers _origins = new();

    /// <summary>Whether a use is noted, and who was to be told has been.</summary>
    public bool Contains(in OriginUse use) => _uses.Contains(NumberOf(use));

    /// <summary>Whether accounts that do not live at an origin were used there, as far as this process knows.</summary>
    public bool HasStrangers(OriginKey origin) => _origins.Contains(NumberOf(origin));

    public void Add(in OriginUse use) => _uses.Add(NumberOf(use));

    public void AddStrangers(OriginKey origin)
    {
        if (!HasStrangers(origin))
        {
            _origins.Add(NumberOf(origin));
        }
    }

    private static ulong NumberOf(OriginKey origin) => origin.Number ^ (ulong)origin.Day;

    private static ulong NumberOf(in OriginUse use)
    {
        var account = XxHash3.HashToUInt64(use.Account.ToUtf8(stackalloc byte[AccountName.UsualUtf8]));
        Span<ulong> parts = [use.Origin.Number, (ulong)use.Origin.Day, account, (use.IsFamiliar ? 1UL : 0) | (use.IsWatchOnly ? 2UL : 0) | (use.IsAbuse ? 4UL : 0) | (use.IsNew ? 8UL : 0)];
        return XxHash3.HashToUInt64(MemoryMarshal.AsBytes(parts));
    }
}
