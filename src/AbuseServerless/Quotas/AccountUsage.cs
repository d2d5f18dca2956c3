namespace AbuseServerless.Quotas;

/// <summary>
/// What an account has used, as one host knows it: what it counts itself, and what the others had written when it last wrote. For any number of threads: a request is judged and counted in one step.
/// </summary>
/// <remarks>
/// <para>
/// A host lets pass without asking what it has not written, up to the slack of each limit; beyond that it counts first, writes, and then settles by what the table holds. So N hosts together let pass at most N times
/// the slack beyond a limit, less one: when the table first reaches the limit, it holds at most limit − 1 and the slack of the host that writes, and each of the others has at most its slack unwritten. A host that has not seen an account's usage yet, as after a start, lets nothing pass without asking.
/// </para>
/// <para>
/// A mail server holds or filters a message as a whole, whichever recipient was beyond the limit. So such a message counts for nothing: what was counted of it is given back, and nothing is counted any more.
/// </para>
/// </remarks>
public sealed class AccountUsage
{
    private readonly Lock _lock = new();
    private readonly CountedMail _mail = new();
    private readonly RecentClients _clients = new();
    private volatile bool _hasHeld;
    private bool _isClosed;

    /// <summary>Number of the last change that is written.</summary>
    public long WrittenNumber => _mail.WrittenNumber;

    /// <summary>Whether the table does not hold what is counted here.</summary>
    public bool IsUnwritten
    {
        get
        {
            lock (_lock)
            {
                return _mail.IsUnwritten;
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
    /// <param name="mayBeHeld">Whether the message is held or filtered, and <see cref="Hold"/> called, where it turns out to be beyond a limit.</param>
    /// <returns>The decision; null where it was given up by <see cref="TryClose"/>, and another is to be made.</returns>
    public QuotaDecision? Take(in QuotaRequest request, QuotaLimits limits, double slack, int now, bool mayBeHeld = false)
    {
        ArgumentNullException.ThrowIfNull(limits);
        lock (_lock)
        {
            if (_isClosed)
            {
                return null;
            }

            _mail.Prune(now);
            return request is { Instance.Length: 0, IsWhole: false } ? default(QuotaDecision) : _mail.Judge(request, limits, slack, now, mayBeHeld);
        }
    }

    /// <summary>Decides about what was counted, once it is written. What has no room is taken back.</summary>
    public QuotaDecision Settle(QuotaTicket ticket, QuotaLimits limits, int now)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        ArgumentNullException.ThrowIfNull(limits);
        lock (_lock)
        {
            return _mail.Settle(ticket, limits, now);
        }
    }

    /// <summary>Lets pass what was counted although it could not be written.</summary>
    public void Accept(QuotaTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        lock (_lock)
        {
            _mail.Accept(ticket);
        }
    }

    /// <summary>Says that a message is held or filtered as a whole, and gives back what was counted of it.</summary>
    /// <param name="instance">The message; empty where it has no name, and then nothing was counted of it.</param>
    /// <param name="answer">What the mail server is to do with it, also where it asks about it again.</param>
    /// <param name="now">The minute.</param>
    /// <returns>False where the usage was given up by <see cref="TryClose"/>, and another is to be made.</returns>
    public bool Hold(string instance, QuotaAnswer answer, int now)
    {
        ArgumentNullException.ThrowIfNull(instance);
        lock (_lock)
        {
            if (!_isClosed)
            {
                _mail.Hold(instance, answer, now);
                _hasHeld = true;
            }

            return !_isClosed;
        }
    }

    /// <summary>The answer of a message that is held or filtered already; null where it is not.</summary>
    public QuotaAnswer? FindHeld(string instance, int now)
    {
        ArgumentNullException.ThrowIfNull(instance);

        // Most accounts never have a message held, and each request asks.
        if (!_hasHeld)
        {
            return null;
        }

        lock (_lock)
        {
            return _mail.FindHeld(instance, now);
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
            return _mail.Write(row, writer, now, out written);
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
            _mail.Written(row, writer, written);
        }
    }

    /// <summary>Gives it up where nothing of it is in any window.</summary>
    public bool TryClose(int now)
    {
        lock (_lock)
        {
            _mail.Prune(now);
            return _isClosed = _mail.IsOver && _clients.AreNone(now * 60_000L - RecentClients.Window);
        }
    }
}
