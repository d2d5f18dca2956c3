using System.Collections.Immutable;

namespace AbuseServerless.Quotas;

/// <summary>The domains to which an account has sent, as one host knows them. Not for several threads.</summary>
/// <remarks>
/// A domain whose first message still waits for the table is pending: it counts, but no other message passes because of it. When the last message that waits for it is refused, it counts no more.
/// A domain of a message that may be held is open: here it is as good as known, and others are told that it is pending. It counts no more once each such message is held. An hour later, or when its end was asked about, a message can be held no more.
/// </remarks>
internal sealed class RecipientDomains
{
    // Minutes. The gate's setting allows one.
    private const int MaximumWait = 5;

    private readonly Dictionary<ulong, int> _known = [];
    private readonly Dictionary<ulong, Waiting> _pending = [];
    private readonly Dictionary<ulong, Opened> _open = [];
    private ImmutableDictionary<ulong, int> _othersKnown = SharedUsage.Empty.Domains;
    private ImmutableDictionary<ulong, int> _othersPending = SharedUsage.Empty.Domains;

    /// <summary>Domains of mail that has passed here, and the last minute of each.</summary>
    public IReadOnlyDictionary<ulong, int> Known => _known;

    /// <summary>Domains that are pending or open here, and the last minute of each.</summary>
    public IEnumerable<KeyValuePair<ulong, int>> Pending =>
        _pending.Select(domain => KeyValuePair.Create(domain.Key, domain.Value.Minute)).Concat(_open.Where(domain => !_pending.ContainsKey(domain.Key)).Select(domain => KeyValuePair.Create(domain.Key, domain.Value.Minute)));

    /// <summary>Whether there is none.</summary>
    public bool AreNone => _known.Count + _pending.Count + _open.Count == 0;

    /// <summary>Whether mail to a domain has passed since a minute, here or elsewhere.</summary>
    public bool IsKnown(ulong domain, int begin) =>
        _known.GetValueOrDefault(domain) >= begin || _open.GetValueOrDefault(domain).Minute >= begin || _othersKnown.GetValueOrDefault(domain) >= begin;

    /// <summary>Whether a domain is known or open here.</summary>
    public bool IsHere(ulong domain) => _known.ContainsKey(domain) || _open.ContainsKey(domain);

    /// <summary>Whether a domain waits here.</summary>
    public bool IsPending(ulong domain) => _pending.ContainsKey(domain);

    /// <summary>How many there are since a minute, with one more.</summary>
    /// <param name="begin">The minute.</param>
    /// <param name="domain">The one more, if it is not among them; 0 for none.</param>
    public int Count(int begin, ulong domain)
    {
        HashSet<ulong> all = [.. Since(_known), .. Since(Pending), .. Since(_othersKnown), .. Since(_othersPending)];
        return all.Count + (domain == 0 || all.Contains(domain) ? 0 : 1);

        IEnumerable<ulong> Since(IEnumerable<KeyValuePair<ulong, int>> domains) => domains.Where(one => one.Value >= begin).Select(one => one.Key);
    }

    /// <summary>Mail to a domain has passed.</summary>
    public void Pass(ulong domain, int minute) => _known[domain] = Math.Max(minute, _known.GetValueOrDefault(domain));

    /// <summary>Mail to a domain has passed, of a message that may be held yet.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="minute">The minute.</param>
    /// <param name="isFirst">Whether it is the first recipient there of the message.</param>
    public void Open(ulong domain, int minute, bool isFirst)
    {
        var opened = _open.GetValueOrDefault(domain);
        _open[domain] = new(Math.Max(minute, opened.Minute), opened.Messages + (isFirst ? 1 : 0));
    }

    /// <summary>A message that might have been held can be held no more.</summary>
    public void Close(ulong domain, int minute)
    {
        Pass(domain, minute);
        GiveUp(domain);
    }

    /// <summary>A message that might have been held is held.</summary>
    public void GiveUp(ulong domain)
    {
        var opened = _open.GetValueOrDefault(domain);
        if (opened.Messages > 1)
        {
            _open[domain] = opened with { Messages = opened.Messages - 1 };
        }
        else
        {
            _open.Remove(domain);
        }
    }

    /// <summary>A message waits for its domain.</summary>
    /// <returns>Whether it is the first one.</returns>
    public bool Wait(ulong domain, int minute)
    {
        var waiting = _pending.GetValueOrDefault(domain);
        _pending[domain] = new(minute, waiting.Messages + 1);
        return waiting.Messages == 0;
    }

    /// <summary>A message that waited passes, and so do the others that wait for its domain.</summary>
    /// <returns>Whether one waited.</returns>
    public bool EndWait(ulong domain) => _pending.Remove(domain);

    /// <summary>A message that waited is refused.</summary>
    /// <returns>Whether it was the last one, so that the domain no longer counts.</returns>
    public bool Refuse(ulong domain)
    {
        if (!_pending.TryGetValue(domain, out var waiting))
        {
            return false;
        }

        _pending[domain] = waiting with { Messages = waiting.Messages - 1 };
        return waiting.Messages == 1 && _pending.Remove(domain);
    }

    /// <summary>Takes notice of what the table holds.</summary>
    public void Read(SharedUsage row, string writer)
    {
        _othersKnown = row.Domains;
        _othersPending = row.Pending.Where(one => one.Key != writer).SelectMany(one => one.Value).GroupBy(domain => domain.Key).ToImmutableDictionary(domain => domain.Key, domain => domain.Max(one => one.Value));
    }

    /// <summary>Forgets what is older, and what waits for longer than any answer of the table may take: nobody is to settle that any more.</summary>
    /// <param name="begin">The first minute that counts.</param>
    /// <param name="now">The minute.</param>
    public void Prune(int begin, int now)
    {
        foreach (var (domain, minute) in _known)
        {
            if (minute < begin)
            {
                _known.Remove(domain);
            }
        }

        foreach (var (domain, waiting) in _pending)
        {
            if (waiting.Minute < now - MaximumWait)
            {
                _pending.Remove(domain);
            }
        }
    }

    private readonly record struct Waiting(int Minute, int Messages);

    private readonly record struct Opened(int Minute, int Messages);
}
