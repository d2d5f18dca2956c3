namespace AbuseServerless.Quotas;

/// <summary>From which clients an account has sent within the last five minutes. Not for several threads.</summary>
internal sealed class RecentClients
{
    /// <summary>How long a client counts after it was let pass last: 5 minutes, in milliseconds.</summary>
    public const long Window = 300_000;

    private readonly Dictionary<ulong, long> _last = [];

    /// <summary>Lets a client pass where no more than so many, this one included, have been let pass within the window.</summary>
    /// <param name="client">Number that stands for the client.</param>
    /// <param name="most">How many clients; fewer than before refuse no client that still counts, but for 0.</param>
    /// <param name="now">Unix time in milliseconds.</param>
    public bool TryPass(ulong client, int most, long now)
    {
        var isKnown = _last.TryGetValue(client, out var last) && last > now - Window;
        if (most == 0 || (!isKnown && _last.Count >= most && CountSince(now - Window) >= most))
        {
            return false;
        }

        _last[client] = Math.Max(last, now);
        return true;
    }

    /// <summary>Whether none has passed after a time.</summary>
    /// <param name="time">Unix time in milliseconds.</param>
    public bool AreNone(long time) => CountSince(time) == 0;

    private int CountSince(long time)
    {
        foreach (var (client, last) in _last)
        {
            if (last <= time)
            {
                _last.Remove(client);
            }
        }

        return _last.Count;
    }
}
