namespace AbuseServerless.Quotas;

/// <summary>What a host counts of an account's mail, and what the others had written when it last wrote. Not for several threads, but for <see cref="WrittenNumber"/>.</summary>
internal sealed class CountedMail
{
    // A message that nothing was said of by then is counted anew.
    private const int MessageMinutes = 60;

    private readonly SlotCounts _own = new();
    private readonly RecipientDomains _domains = new();
    private readonly Dictionary<string, OpenMessage> _messages = new(StringComparer.Ordinal);
    private readonly HeldMessages _held = new();
    private SlotCounts _others = new();
    private Totals _counted = new(0, 0, 0, 0);

    // Whether the table was seen: before, the account may have used all of its limit, at this host too, which may have started anew.
    private bool _isShared;
    private Totals _written = new(0, 0, 0, 0);
    private int _pruned;

    /// <summary>Number of the last change that is written.</summary>
    public long WrittenNumber => Volatile.Read(ref _written).Number;

    /// <summary>Whether the table does not hold what is counted here.</summary>
    public bool IsUnwritten => _counted.Number != _written.Number;

    /// <summary>Whether nothing of it is in any window.</summary>
    public bool IsOver => _own.All.Count == 0 && _messages.Count == 0 && _held.AreNone && _domains.AreNone;

    /// <summary>Judges a request, and counts it where it is within the limits.</summary>
    public QuotaDecision Judge(in QuotaRequest request, QuotaLimits limits, double slack, int now, bool mayBeHeld)
    {
        // One without a name is asked about once, and nothing of it is given back.
        var decision = Decide(request, limits, slack, now, mayBeHeld && !request.IsEnd && request.Instance.Length > 0);
        if (decision == default)
        {
            End(request);
        }

        return decision;
    }

    /// <summary>Decides about what was counted, once it is written.</summary>
    public QuotaDecision Settle(QuotaTicket ticket, QuotaLimits limits, int now)
    {
        foreach (var limit in limits.All)
        {
            var counts = ticket.Of(limit.Measure) > 0 && (limit.Measure != QuotaMeasure.Domains || !_domains.IsKnown(ticket.Request.Domain, SlotCounts.Begin(now, limit.IsDaily)));
            if (counts && Used(limit, now, ticket.Request.Domain) > limit.Maximum)
            {
                TakeBack(ticket);
                return new QuotaDecision(limit, null);
            }
        }

        Accept(ticket);
        return default;
    }

    /// <summary>Lets pass what was counted.</summary>
    public void Accept(QuotaTicket ticket)
    {
        if (ticket.WaitsForDomain)
        {
            // Where neither it waits nor is it known, the message that it waited with was held meanwhile.
            var domain = ticket.Request.Domain;
            var (waited, isHere) = (_domains.EndWait(domain), _domains.IsHere(domain));
            Pass(_messages.GetValueOrDefault(ticket.Request.Instance), domain, ticket.Minute, ticket.MayBeHeld);
            Count(0, 0, waited || isHere ? 0 : 1);
        }

        End(ticket.Request);
    }

    /// <summary>The answer of a message that is held or filtered already; null where it is not.</summary>
    public QuotaAnswer? FindHeld(string instance, int now) => _held.Find(instance, now);

    /// <summary>Gives back what was counted of a message, which is held or filtered as a whole.</summary>
    public void Hold(string instance, QuotaAnswer answer, int now)
    {
        if (instance.Length == 0)
        {
            // Nothing was counted of a message without a name.
            return;
        }

        _held.Add(instance, answer, now);
        if (_messages.Remove(instance, out var message))
        {
            GiveUp(message);
            Uncount(message.TakeBack(1, message.Recipients));
        }
    }

    /// <summary>What the table is to hold.</summary>
    public SharedUsage Write(SharedUsage row, string writer, int now, out object written)
    {
        written = _counted;
        return row.With(writer, _own, _domains, now);
    }

    /// <summary>Takes notice of what the table holds.</summary>
    public void Written(SharedUsage row, string writer, object written)
    {
        _others = SlotCounts.SumOf(row.Writers.Where(one => one.Key != writer).SelectMany(one => one.Value));
        _domains.Read(row, writer);
        _isShared = true;
        Volatile.Write(ref _written, (Totals)written);
    }

    /// <summary>Forgets what is in no window.</summary>
    public void Prune(int now)
    {
        if (now == _pruned)
        {
            return;
        }

        _pruned = now;
        _own.Prune(now);
        foreach (var (instance, message) in _messages)
        {
            if (message.Minute < now - MessageMinutes)
            {
                End(message);
                _messages.Remove(instance);
            }
        }

        _held.Prune(now - MessageMinutes);
        _domains.Prune(SlotCounts.Begin(now, isDaily: true), now);
    }

    private QuotaDecision Decide(in QuotaRequest request, QuotaLimits limits, double slack, int now, bool mayBeHeld)
    {
        var message = _messages.GetValueOrDefault(request.Instance) ?? new OpenMessage();
        if (request.IsWhole && request.Recipients > 0 && request.Recipients < message.Recipients)
        {
            // Other restrictions have refused some.
            Uncount(message.TakeBack(0, message.Recipients - request.Recipients));
        }

        var messages = message.IsCounted ? 0 : 1;

        // The whole message's number counts a recipient that was named twice as two; asked about one by one, it counts once.
        var recipients = request.IsWhole ? Math.Max(0, Math.Max(1, request.Recipients) - Math.Max(message.Recipients, message.Passed)) : message.IsAsked(request.Recipient) ? 0 : 1;
        var (isNewDomain, isWithinSlack) = (false, true);
        foreach (var limit in limits.All)
        {
            var need = limit.Measure switch
            {
                QuotaMeasure.Messages => messages,
                QuotaMeasure.Recipients => recipients,
                _ => request.Domain != 0 && !_domains.IsKnown(request.Domain, SlotCounts.Begin(now, limit.IsDaily)) ? 1 : 0,
            };
            if (need > 0 && Used(limit, now, request.Domain) + (limit.Measure == QuotaMeasure.Domains ? 0 : need) > limit.Maximum)
            {
                return new QuotaDecision(limit, null);
            }

            isNewDomain |= limit.Measure == QuotaMeasure.Domains && need > 0;
            isWithinSlack &= need == 0 || Unwritten(limit.Measure) + need <= limit.Unreported(_isShared ? slack : 0);
        }

        // Another message waits for the same domain: whether there is room for it is not known yet.
        isWithinSlack &= !isNewDomain || !_domains.IsPending(request.Domain);

        message.Passed += request.IsWhole ? 0 : 1;
        if (messages + recipients == 0 && !isNewDomain)
        {
            return default;
        }

        (message.IsCounted, message.Minute) = (true, now);
        message.Ask(request.Recipient);
        if (request.Instance.Length > 0)
        {
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
            Pass(message, request.Domain, now, mayBeHeld);
        }

        message.Add(now, messages, recipients);
        _own.Add(now, messages, recipients);
        Count(messages, recipients, isFirst ? 1 : 0);
        return isWithinSlack ? default : new QuotaDecision(null, new QuotaTicket(request, messages, recipients, waitsForDomain, now, _counted.Number, mayBeHeld));
    }

    private void TakeBack(QuotaTicket ticket)
    {
        IReadOnlyList<MinuteCount> counted = [new(ticket.Minute, ticket.Messages, ticket.Recipients)];
        if (_messages.TryGetValue(ticket.Request.Instance, out var message))
        {
            message.Minute = ticket.Minute;
            message.Forget(ticket.Request.Recipient);
            message.Passed -= ticket.Request.IsWhole ? 0 : 1;
            counted = message.TakeBack(ticket.Messages, ticket.Recipients);
            if (ticket.Messages > 0)
            {
                _messages.Remove(ticket.Request.Instance);
                GiveUp(message);
            }
        }

        Uncount(counted, ticket.WaitsForDomain && _domains.Refuse(ticket.Request.Domain) ? 1 : 0);
    }

    // A domain of a message that may be held is not known before the message can be held no more.
    private void Pass(OpenMessage? message, ulong domain, int minute, bool mayBeHeld)
    {
        if (mayBeHeld && message is not null)
        {
            _domains.Open(domain, minute, message.SendTo(domain, minute));
        }
        else
        {
            _domains.Pass(domain, minute);
        }
    }

    // At DATA it is not over yet: a mail server may ask again at the end, and the message be held there.
    private void End(in QuotaRequest request)
    {
        if (request.IsEnd && _messages.TryGetValue(request.Instance, out var message))
        {
            End(message);
        }
    }

    private void End(OpenMessage message)
    {
        foreach (var (domain, minute) in message.Domains)
        {
            _domains.Close(domain, minute);
            Count(0, 0, 0);
        }

        message.ClearDomains();
    }

    // They still count as unwritten: where the table has them from another host too, it holds no fewer without them.
    private void GiveUp(OpenMessage message)
    {
        foreach (var (domain, _) in message.Domains)
        {
            _domains.GiveUp(domain);
        }
    }

    private void Count(int messages, int recipients, int domains) =>
        _counted = new Totals(_counted.Number + 1, _counted.Messages + messages, _counted.Recipients + recipients, _counted.Domains + domains);

    private void Uncount(IReadOnlyList<MinuteCount> counted, int domains = 0)
    {
        foreach (var (minute, messages, recipients) in counted)
        {
            _own.Add(minute, -messages, -recipients);
        }

        Count(-counted.Sum(count => count.Messages), -counted.Sum(count => count.Recipients), -domains);
    }

    private int Used(in QuotaLimit limit, int now, ulong domain)
    {
        var begin = SlotCounts.Begin(now, limit.IsDaily);
        return limit.Measure switch
        {
            QuotaMeasure.Messages => _own.Since(begin).Messages + _others.Since(begin).Messages,
            QuotaMeasure.Recipients => _own.Since(begin).Recipients + _others.Since(begin).Recipients,
            _ => _domains.Count(begin, domain),
        };
    }

    private long Unwritten(QuotaMeasure measure) => measure switch
    {
        QuotaMeasure.Messages => _counted.Messages - _written.Messages,
        QuotaMeasure.Recipients => _counted.Recipients - _written.Recipients,
        _ => _counted.Domains - _written.Domains,
    };

    private sealed record Totals(long Number, long Messages, long Recipients, long Domains);
}
