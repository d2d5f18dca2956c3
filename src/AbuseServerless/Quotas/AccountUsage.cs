namespace AbuseServerless.Quotas;

/// <summary>
/// What an account has used, as one host knows it: what it counts itself, and what the others had written when it last wrote. For any number of threads: a request is judged and counted in one step.
/// </summary>
/// <remarks>
/// A host lets pass without asking what it has not written, up to the slack of each limit; beyond that it counts first, writes, and then settles by what the table holds. So N hosts together let pass at most N times
/// the slack beyond a limit, less one: when the table first reaches the limit, it holds at most limit − 1 and the slack of the host that writes, and each of the others has at most its slack unwritten.
/// </remarks>
public sealed class AccountUsage
{
    // A message that is not ended by then is counted anew.
    private const int MessageMinutes = 60;

    private readonly Lock _lock = new();
    private readonly SlotCounts _own = new();
    private readonly RecipientDomains _domains = new();
    private readonly RecentClients _clients = new();
    private readonly Dictionary<string, OpenMessage> _messages = new(StringComparer.Ordinal);
    private SlotCounts _others = new();
    private Totals _counted = new(0, 0, 0, 0);
    private Totals _written = new(0, 0, 0, 0);
    private int _pruned;
    private bool _isClosed;

    /// <summary>Number of the last change that is written.</summary>
    public long WrittenNumber => Volatile.Read(ref _written).Number;

    /// <summary>Whether the table does not hold what is counted here.</summary>
    public bool IsUnwritten
    {
        get
        {
            lock (_lock)
            {
                return _counted.Number != _written.Number;
            }
        }
    }

    /// <summary>Lets a client pass, where no more than so many have been let pass within five minutes at this host.</summary>
    /// <param name="client">Number that stands for the client.</param>
    /// <param name="most">How many.</param>
    /// <param name="now">Now.</param>
    /// <returns>Whether it passes; null where the usage was given up by <see cref="TryClose"/>, and another is to be made.</returns>
    public bool? Pass(ulong client, int most, DateTimeOffset now)
    {
        lock (_lock)
        {
            return _isClosed ? null : _clients.TryPass(client, most, now.ToUnixTimeMilliseconds());
        }
    }

    /// <summary>Judges a request, and counts it where it is within the limits.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="slack">Share of each limit that may be unwritten, 0 to 1.</param>
    /// <param name="now">The minute.</param>
    /// <returns>The decision; null where it was given up by <see cref="TryClose"/>, and another is to be made.</returns>
    public QuotaDecision? Take(in QuotaRequest request, QuotaLimits limits, double slack, int now)
    {
        ArgumentNullException.ThrowIfNull(limits);
        lock (_lock)
        {
            if (_isClosed)
            {
                return null;
            }

            Prune(now);
            return request is { Instance.Length: 0, IsWhole: false } ? default(QuotaDecision) : Judge(request, limits, slack, now);
        }
    }

    /// <summary>Decides about what was counted, once it is written. What has no room is taken back.</summary>
    public QuotaDecision Settle(QuotaTicket ticket, QuotaLimits limits, int now)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(limits);
        lock (_lock)
        {
            foreach (var limit in limits.All)
            {
                var counts = ticket.Of(limit.Measure) > 0 && (limit.Measure != QuotaMeasure.Domains || _domains.IsPending(ticket.Request.Domain));
                if (counts && Used(limit, now) > limit.Most)
                {
                    TakeBack(ticket);
                    return new QuotaDecision(limit, null);
                }
            }

            AcceptDomain(ticket);
            return default;
        }
    }

    /// <summary>Lets pass what was counted although it could not be written.</summary>
    public void Accept(QuotaTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        lock (_lock)
        {
            AcceptDomain(ticket);
        }
    }

    /// <summary>What the table is to hold.</summary>
    /// <param name="row">What it holds.</param>
    /// <param name="writer">Id of this host.</param>
    /// <param name="now">The minute.</param>
    /// <param name="written">What to tell <see cref="Written"/> when it is written.</param>
    public SharedUsage Write(SharedUsage row, string writer, int now, out object written)
    {
        ArgumentNullException.ThrowIfNull(row);
        lock (_lock)
        {
            written = _counted;
            return row.With(writer, _own, _domains, now);
        }
    }

    /// <summary>Takes notice of what the table holds.</summary>
    /// <param name="row">What it holds.</param>
    /// <param name="writer">Id of this host.</param>
    /// <param name="written">What <see cref="Write"/> said.</param>
    public void Written(SharedUsage row, string writer, object written)
    {
        ArgumentNullException.ThrowIfNull(row);
        lock (_lock)
        {
            _others = new SlotCounts(row.Writers.Where(one => one.Key != writer).SelectMany(one => one.Value).GroupBy(count => count.Minute).Select(
                minute => minute.Aggregate((sum, count) => new MinuteCount(sum.Minute, SlotCounts.Sum(sum.Messages, count.Messages), SlotCounts.Sum(sum.Recipients, count.Recipients)))));
            _domains.Read(row, writer);
            Volatile.Write(ref _written, (Totals)written);
        }
    }

    /// <summary>Gives it up where nothing of it is in any window.</summary>
    public bool TryClose(int now)
    {
        lock (_lock)
        {
            Prune(now);
            return _isClosed = _own.All.Count == 0 && _messages.Count == 0 && _domains.AreNone && _clients.AreNone(now * 60_000L - RecentClients.Window);
        }
    }

    private QuotaDecision Judge(in QuotaRequest request, QuotaLimits limits, double slack, int now)
    {
        var message = _messages.GetValueOrDefault(request.Instance) ?? new OpenMessage { Minute = now };
        if (request.IsWhole && request.Recipients > 0 && request.Recipients < message.Recipients)
        {
            // Other restrictions have refused some.
            Count(message, 0, request.Recipients - message.Recipients);
        }

        var messages = message.IsCounted ? 0 : 1;

        // The whole message's number counts a recipient that was named twice as two; asked about one by one, it counts once.
        var recipients = request.IsWhole ? Math.Max(0, Math.Max(1, request.Recipients) - Math.Max(message.Recipients, message.Passed)) : message.Asked.Contains(request.Recipient) ? 0 : 1;
        var (isNewDomain, isWithinSlack) = (false, true);
        foreach (var limit in limits.All)
        {
            var need = limit.Measure switch
            {
                QuotaMeasure.Messages => messages,
                QuotaMeasure.Recipients => recipients,
                _ => request.Domain != 0 && !_domains.IsKnown(request.Domain, SlotCounts.Begin(now, limit.IsDaily)) ? 1 : 0,
            };
            if (need > 0 && (limit.Measure == QuotaMeasure.Domains ? _domains.Count(SlotCounts.Begin(now, limit.IsDaily), request.Domain) : Used(limit, now) + need) > limit.Most)
            {
                return new QuotaDecision(limit, null);
            }

            isNewDomain |= limit.Measure == QuotaMeasure.Domains && need > 0;
            isWithinSlack &= need == 0 || Unwritten(limit.Measure) + need <= limit.Unreported(slack);
        }

        // Another message waits for the same domain: whether there is room for it is not known yet.
        isWithinSlack &= !isNewDomain || !_domains.IsPending(request.Domain);

        message.Passed += request.IsWhole ? 0 : 1;
        if (messages + recipients == 0 && !isNewDomain)
        {
            return default;
        }

        (message.IsCounted, message.Minute) = (true, now);
        message.Asked.Add(request.Recipient);
        if (request.Instance.Length > 0)
        {
            // One without a name is asked about once.
            _messages[request.Instance] = message;
        }

        var waitsForDomain = isNewDomain && !isWithinSlack;
        var isFirst = isNewDomain;
        if (waitsForDomain)
        {
            isFirst = _domains.Wait(request.Domain, now);
        }
        else if (request.Domain != 0 && limits.All.Any(limit => limit.Measure == QuotaMeasure.Domains))
        {
            _domains.Pass(request.Domain, now);
        }

        Count(message, messages, recipients, isFirst ? 1 : 0);
        return isWithinSlack ? default : new QuotaDecision(null, new QuotaTicket(request, messages, recipients, waitsForDomain, now, _counted.Number));
    }

    private void TakeBack(QuotaTicket ticket)
    {
        var message = _messages.GetValueOrDefault(ticket.Request.Instance) ?? new OpenMessage();
        message.Minute = ticket.Minute;
        message.Asked.Remove(ticket.Request.Recipient);
        message.Passed -= ticket.Request.IsWhole ? 0 : 1;
        if (ticket.Messages > 0)
        {
            _messages.Remove(ticket.Request.Instance);
        }

        Count(message, -ticket.Messages, -ticket.Recipients, ticket.WaitsForDomain && _domains.Refuse(ticket.Request.Domain) ? -1 : 0);
    }

    private void AcceptDomain(QuotaTicket ticket)
    {
        if (ticket.WaitsForDomain && _domains.IsPending(ticket.Request.Domain))
        {
            _domains.Accept(ticket.Request.Domain);
            _counted = _counted with { Number = _counted.Number + 1 };
        }
    }

    private void Count(OpenMessage message, int messages, int recipients, int domains = 0)
    {
        message.Recipients += recipients;
        _own.Add(message.Minute, messages, recipients);
        _counted = new Totals(_counted.Number + 1, _counted.Messages + messages, _counted.Recipients + recipients, _counted.Domains + domains);
    }

    private int Used(in QuotaLimit limit, int now)
    {
        var begin = SlotCounts.Begin(now, limit.IsDaily);
        return limit.Measure switch
        {
            QuotaMeasure.Messages => _own.Since(begin).Messages + _others.Since(begin).Messages,
            QuotaMeasure.Recipients => _own.Since(begin).Recipients + _others.Since(begin).Recipients,
            _ => _domains.Count(begin),
        };
    }

    private long Unwritten(QuotaMeasure measure) => measure switch
    {
        QuotaMeasure.Messages => _counted.Messages - _written.Messages,
        QuotaMeasure.Recipients => _counted.Recipients - _written.Recipients,
        _ => _counted.Domains - _written.Domains,
    };

    private void Prune(int now)
    {
        if (now == _pruned)
        {
            return;
        }

        _pruned = now;
        _own.Prune(now);
        _others.Prune(now);
        foreach (var (instance, message) in _messages)
        {
            if (message.Minute < now - MessageMinutes)
            {
                _messages.Remove(instance);
            }
        }

        _domains.Prune(SlotCounts.Begin(now, isDaily: true), now);
    }

    private sealed class OpenMessage
    {
        public bool IsCounted { get; set; }

        public int Recipients { get; set; }

        // Requests about one recipient each that passed, one that is named twice included.
        public int Passed { get; set; }

        public HashSet<ulong> Asked { get; } = [];

        public int Minute { get; set; }
    }

    private sealed record Totals(long Number, long Messages, long Recipients, long Domains);
}
