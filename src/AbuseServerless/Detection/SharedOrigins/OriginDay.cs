using System.IO.Hashing;
using System.Text;
using AbuseServerless.Accounts;
using AbuseServerless.Detection.Account;

namespace AbuseServerless.Detection.SharedOrigins;

/// <summary>Who was used at an origin on one day: the accounts to which its network was unfamiliar, new accounts beside them, and a sample of those that live there.</summary>
/// <remarks>
/// Two sets, so that the order of uses does not matter, nor their number. Bounded: beyond <see cref="MaximumAccounts"/>, and half as many new ones, further ones are not remembered, and neither are further ones that live there: the verdict stays. Every threshold is below.
/// </remarks>
public sealed class OriginDay
{
    /// <summary>Accounts that are remembered: 200.</summary>
    public const int MaximumAccounts = 200;

    /// <summary>Longest name that is remembered, in bytes of UTF-8: 254, the longest address of RFC 5321. An account with a longer one is not counted.</summary>
    public const int MaximumNameLength = 254;

    /// <summary>Accounts of the sample of those that live there, at most: 64.</summary>
    public const int MaximumResidents = 64;

    private const byte Version = 2;

    // One known account may be a guest at an office or a carrier where new ones begin.
    private const int MinimumKnown = 2;

    private readonly SortedDictionary<string, (DateTimeOffset Time, bool IsWatchOnly, bool IsAbuse, bool IsNew)> _accounts = new(StringComparer.Ordinal);
    private readonly SortedSet<ulong> _residents = [];

    /// <summary>Accounts to which the network was unfamiliar, and new ones.</summary>
    public int Accounts => _accounts.Count;

    /// <summary>Whether there are such accounts.</summary>
    public bool HasStrangers => _accounts.Count > 0;

    /// <summary>Accounts that live there, by the sample: 16 for each of it.</summary>
    public int Residents => _residents.Count * OriginKey.Sample;

    private int Known => _accounts.Values.Count(use => !use.IsNew);

    private int Counted => _accounts.Values.Count(use => !use.IsWatchOnly && !use.IsNew);

    private bool HasAbuse => _accounts.Values.Any(use => use.IsAbuse);

    /// <summary>Whether a use is remembered already, or would not be.</summary>
    public bool Holds(in OriginUse use) => use.IsFamiliar
        ? _residents.Count >= MaximumResidents || _accounts.Count >= MaximumAccounts || _residents.Contains(NumberOf(use.Account))
        : _accounts.TryGetValue(use.Account.Value, out var known) ? (use.IsWatchOnly || !known.IsWatchOnly) && (known.IsAbuse || !use.IsAbuse) && (use.IsNew || !known.IsNew)
        : _accounts.Count >= MaximumAccounts || (use.IsNew && _accounts.Count - Known >= MaximumAccounts / 2) || Encoding.UTF8.GetByteCount(use.Account.Value) > MaximumNameLength;

    /// <summary>Adds a use.</summary>
    public void Add(in OriginUse use)
    {
        if (Holds(use))
        {
            return;
        }

        if (use.IsFamiliar)
        {
            _residents.Add(NumberOf(use.Account));
        }
        else
        {
            var known = _accounts.GetValueOrDefault(use.Account.Value, (use.Time, use.IsWatchOnly, use.IsAbuse, use.IsNew));
            _accounts[use.Account.Value] = (known.Time, known.IsWatchOnly && use.IsWatchOnly, known.IsAbuse || use.IsAbuse, known.IsNew && use.IsNew);
        }
    }

    /// <summary>
    /// The gravest verdict that the origin is worth. None where at least twice as many accounts live there as are known and do not: a carrier's or an office's address, an exit of a VPN. New accounts count to watch, beside two that are known, or one that was found to be abused.
    /// </summary>
    /// <param name="options">The thresholds.</param>
    /// <param name="residentsBefore"><see cref="Residents"/> of the day before: in the morning, few have been seen.</param>
    public Verdict Judge(SharedOriginsOptions options, int residentsBefore)
    {
        var residents = Math.Max(Residents, residentsBefore);
        var known = Known;
        return options.Suspend.IsReachedBy(Counted) && residents < 2 * Counted ? Verdict.Suspend
            : options.IsWatchedAt(known >= MinimumKnown || HasAbuse ? Accounts : known, HasAbuse) && residents < 2 * known ? Verdict.Watch
            : Verdict.None;
    }

    /// <summary>Who is to be told what after uses were added.</summary>
    /// <param name="before">What the origin was before.</param>
    /// <param name="uses">The uses, all of this origin.</param>
    /// <param name="options">The thresholds.</param>
    /// <param name="residentsBefore">As for <see cref="Judge"/>.</param>
    /// <returns>Nobody where the origin is none of several accounts. All its accounts where it became one by these uses, or where one of them was added before: by somebody who may not have come to tell the others. Else the accounts of the uses.</returns>
    public IEnumerable<SharedOrigin> Tell(OriginDay before, IReadOnlyCollection<OriginUse> uses, SharedOriginsOptions options, int residentsBefore)
    {
        var strange = uses.Where(use => !use.IsFamiliar).ToList();
        var verdict = strange.Count == 0 ? Verdict.None : Judge(options, residentsBefore);
        if (verdict == Verdict.None)
        {
            return [];
        }

        // Who is not remembered, because there are too many, is told by the own use alone.
        var own = strange.Select(use => Tell(use.Account, use.Time, use.Origin.Day, use.IsWatchOnly || use.IsNew));
        return verdict > before.Judge(options, residentsBefore) || strange.Exists(use => before._accounts.ContainsKey(use.Account.Value))
            ? _accounts.Select(use => Tell(AccountName.Parse(use.Key), use.Value.Time, strange[0].Origin.Day, use.Value.IsWatchOnly || use.Value.IsNew)).Concat(own.Where(told => !_accounts.ContainsKey(told.Account.Value)))
            : own;
    }

    /// <summary>The bytes that are stored: at most 54 KB.</summary>
    public byte[] Encode()
    {
        var writer = new CompactWriter(stackalloc byte[256]);
        writer.Byte(Version);
        writer.Natural((ulong)_accounts.Count);
        foreach (var (name, use) in _accounts)
        {
            writer.Natural((ulong)use.Time.ToUnixTimeMilliseconds() << 3 | (use.IsNew ? 4UL : 0) | (use.IsAbuse ? 2UL : 0) | (use.IsWatchOnly ? 1UL : 0));
            var utf8 = Encoding.UTF8.GetBytes(name);
            writer.Natural((ulong)utf8.Length);
            writer.Raw(utf8);
        }

        foreach (var resident in _residents)
        {
            writer.Natural(resident);
        }

        return writer.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote. What cannot be read is empty: it is of one day, and begins anew.</summary>
    public static OriginDay Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Read(bytes);
        }
        catch (Exception e) when (e is FormatException or ArgumentOutOfRangeException)
        {
            return new OriginDay();
        }
    }

    private SharedOrigin Tell(AccountName account, DateTimeOffset time, long day, bool onlyWatches) => new(account, time, day, Accounts, onlyWatches ? 0 : Counted, HasAbuse);

    private static OriginDay Read(ReadOnlySpan<byte> bytes)
    {
        var day = new OriginDay();
        var reader = new CompactReader(bytes);
        if (reader.Byte() != Version)
        {
            return day;
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            var use = reader.Natural();
            var name = AccountName.Parse(Encoding.UTF8.GetString(reader.Take(reader.Count())));
            day._accounts[name.Value] = (DateTimeOffset.FromUnixTimeMilliseconds((long)(use >> 3)), (use & 1) != 0, (use & 2) != 0, (use & 4) != 0);
        }

        while (!reader.IsAtEnd)
        {
            day._residents.Add(reader.Natural());
        }

        return day;
    }

    private static ulong NumberOf(AccountName account) => XxHash3.HashToUInt64(account.ToUtf8(stackalloc byte[AccountName.UsualUtf8]));
}
