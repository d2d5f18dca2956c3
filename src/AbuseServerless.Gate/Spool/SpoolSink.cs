using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Ingestion.Logs;

namespace AbuseServerless.Gate.Spool;

/// <summary>Takes the logins that were reported into the spool. Whether they came to disk, who handed them over asks on the same thread.</summary>
internal sealed class SpoolSink(EventSpool spool) : IAuthEventSink
{
    [ThreadStatic]
    private static Task<bool>? _added;

    /// <inheritdoc/>
    public bool TryAdd(AuthLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var json = line.ToUtf8Json();
        if (json.Length > SpoolFrame.MaximumBodyLength)
        {
            return false;
        }

        _added = spool.AppendAsync(AccountBucket.Of(line.Event.Account), json);
        return true;
    }

    /// <summary>Whether the operating system has what this thread added last; null where it has added nothing since it asked last.</summary>
    public static Task<bool>? TakeAdded()
    {
        var added = _added;
        _added = null;
        return added;
    }
}
