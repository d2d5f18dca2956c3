using AbuseServerless.Accounts;
using AbuseServerless.Ingestion.Logs.Queues;

namespace AbuseServerless.Ingestion.Logs.Postfix;

/// <summary>Logins of messages that are being submitted, until the queue manager says how many recipients they have. Of hosts whose log has its lines.</summary>
internal sealed class HeldLogins
{
    /// <summary>How long a login is held at most, in log time: as long as Postfix waits for a client (smtpd_timeout).</summary>
    public static readonly TimeSpan MaximumWait = TimeSpan.FromMinutes(5);

    // More submissions at once than smtpd has processes.
    private const int MaximumCount = 10_000;

    private readonly Dictionary<string, LinkedListNode<(string Id, AuthLine Login)>> _byId = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Id, AuthLine Login)> _oldestFirst = [];
    private readonly List<LogLine> _displaced = [];

    /// <param name="earlier">What another reader remembered.</param>
    public HeldLogins(QueueState earlier)
    {
        Hosts = [.. earlier.Counting ?? []];
        foreach (var held in earlier.Held ?? [])
        {
            if (AccountName.TryParse(held.Account, out var account) && ClientAddress.Parse(held.Ip) is { } address)
            {
                Add(held.Id, new AuthLine(new AuthEvent(held.Time, account, address, true, 0), "smtp", held.Server, null));
            }
        }
    }

    /// <summary>The hosts whose queue manager tells of recipients.</summary>
    public HashSet<string> Hosts { get; }

    /// <summary>Holds a login; false where nothing would tell of its recipients.</summary>
    public bool Hold(string id, string host, AuthLine login)
    {
        if (!Hosts.Contains(host))
        {
            return false;
        }

        if (Take(id) is { } earlier)
        {
            // Another message with the same id: that one was given up.
            _displaced.Add(earlier);
        }

        Add(id, login);
        return true;
    }

    /// <summary>Lets go of a login; null where none is held.</summary>
    public AuthLine? Take(string id)
    {
        if (!_byId.Remove(id, out var node))
        {
            return null;
        }

        _oldestFirst.Remove(node);
        return node.Value.Login;
    }

    /// <summary>The logins that a line of this time finds to have waited long enough.</summary>
    public IReadOnlyList<LogLine> ReleaseAt(DateTimeOffset time) => Release(time.UtcTicks > MaximumWait.Ticks ? new DateTimeOffset(time.UtcTicks - MaximumWait.Ticks, TimeSpan.Zero) : DateTimeOffset.MinValue);

    /// <summary>Lets go of the logins from before a time, and of those that there is no room for.</summary>
    public IReadOnlyList<LogLine> Release(DateTimeOffset before)
    {
        if (_displaced.Count == 0 && (_oldestFirst.First is not { Value: var oldest } || (oldest.Login.Event.Time >= before && _oldestFirst.Count <= MaximumCount)))
        {
            return [];
        }

        List<LogLine> released = [.. _displaced];
        _displaced.Clear();
        while (_oldestFirst.First is { Value: var first } && (first.Login.Event.Time < before || _oldestFirst.Count > MaximumCount))
        {
            Take(first.Id);
            released.Add(first.Login);
        }

        return released;
    }

    /// <summary>What must be remembered.</summary>
    public IReadOnlyList<QueueState.HeldLogin> Save() =>
        [.. _oldestFirst.Select(held => new QueueState.HeldLogin(held.Id, held.Login.Event.Time, held.Login.Event.Account.Value, held.Login.Event.Address.ToString(), held.Login.Server))];

    private void Add(string id, AuthLine login) => _byId[id] = _oldestFirst.AddLast((id, login));
}
