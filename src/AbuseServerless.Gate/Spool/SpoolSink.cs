using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Ingestion.Logs;

namespace AbuseServerless.Gate.Spool;

/// <summary>Takes the logins that were reported into the spool. One has arrived when the operating system has it.</summary>
internal sealed class SpoolSink(EventSpool spool, AccountAliases aliases) : IAuthEventSink
{
    /// <inheritdoc/>
    public Task<bool>? TryAdd(AuthLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        line = line.WithAccount(aliases.Of(line.Event.Account));
        var json = line.ToUtf8Json();
        return json.Length <= SpoolFrame.MaximumBodyLength ? spool.AppendAsync(AccountBucket.Of(line.Event.Account), json) : null;
    }
}
