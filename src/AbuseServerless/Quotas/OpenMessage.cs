namespace AbuseServerless.Quotas;

/// <summary>A message that is being offered, and what was counted of it. Not for several threads.</summary>
internal sealed class OpenMessage
{
    private readonly List<MinuteCount> _counts = new(1);
    private readonly HashSet<ulong> _asked = [];
    private Dictionary<ulong, int>? _domains;

    /// <summary>Whether it counts as a message.</summary>
    public bool IsCounted { get; set; }

    /// <summary>Its recipients that count.</summary>
    public int Recipients { get; private set; }

    /// <summary>Requests about one recipient each that passed, one that is named twice included.</summary>
    public int Passed { get; set; }

    /// <summary>The minute in which it was counted last.</summary>
    public int Minute { get; set; }

    /// <summary>Domains that it makes known once it cannot be held any more, and the last minute of each.</summary>
    public IReadOnlyCollection<KeyValuePair<ulong, int>> Domains => _domains ?? [];

    /// <summary>Whether a recipient was counted.</summary>
    public bool IsAsked(ulong recipient) => _asked.Contains(recipient);

    /// <summary>A recipient was counted.</summary>
    public void Ask(ulong recipient) => _asked.Add(recipient);

    /// <summary>A recipient was not counted after all.</summary>
    public void Forget(ulong recipient) => _asked.Remove(recipient);

    /// <summary>Sends to a domain, which it makes known once it cannot be held any more.</summary>
    /// <returns>Whether it did not before.</returns>
    public bool SendTo(ulong domain, int minute)
    {
        var isNew = (_domains ??= []).TryAdd(domain, minute);
        _domains[domain] = minute;
        return isNew;
    }

    /// <summary>It makes no domain known any more.</summary>
    public void ClearDomains() => _domains = null;

    /// <summary>Counts.</summary>
    public void Add(int minute, int messages, int recipients)
    {
        Recipients += recipients;
        _counts.Add(new MinuteCount(minute, messages, recipients));
    }

    /// <summary>Takes back what was counted last.</summary>
    /// <returns>What, by the minute in which it was counted.</returns>
    public IReadOnlyList<MinuteCount> TakeBack(int messages, int recipients)
    {
        var taken = new List<MinuteCount>();
        for (var i = _counts.Count - 1; i >= 0 && messages + recipients > 0; i--)
        {
            var count = _counts[i];
            var part = count with { Messages = Math.Min(messages, count.Messages), Recipients = Math.Min(recipients, count.Recipients) };
            _counts[i] = count with { Messages = count.Messages - part.Messages, Recipients = count.Recipients - part.Recipients };
            (messages, recipients, Recipients) = (messages - part.Messages, recipients - part.Recipients, Recipients - part.Recipients);
            taken.Add(part);
        }

        return taken;
    }
}
