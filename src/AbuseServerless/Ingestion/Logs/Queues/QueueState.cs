using System.Collections.Immutable;
using System.Text.Json;
using AbuseServerless.Accounts;

namespace AbuseServerless.Ingestion.Logs.Queues;

/// <summary>What a reader remembers of messages in the queue, to go on with later. Holds logins and domains, no recipient.</summary>
/// <param name="Messages">The messages, longest silence first.</param>
internal sealed record QueueState(IReadOnlyList<QueueState.Message> Messages)
{
    /// <summary>The queues that were seen; null in what an earlier version wrote.</summary>
    public IReadOnlyList<Manager>? Managers { get; init; }

    /// <summary>Logins whose recipients are not told yet, oldest first; null in what an earlier version wrote.</summary>
    public IReadOnlyList<HeldLogin>? Held { get; init; }

    /// <summary>Sessions that are not over, by the server's name of each; null where no reader needs them.</summary>
    public IReadOnlyDictionary<string, string>? Sessions { get; init; }

    /// <summary>Hosts that tell of recipients; null in what an earlier version wrote.</summary>
    public IReadOnlyList<string>? Counting { get; init; }

    public static string Write(QueueState state) => JsonSerializer.Serialize(state);

    public static QueueState Read(string? state)
    {
        try
        {
            return state is not null && JsonSerializer.Deserialize<QueueState>(state) is { Messages: not null } read ? read : new QueueState([]);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("The stored state of a mail server's queue cannot be read.", e);
        }
    }

    /// <summary>A login of a message that is being submitted.</summary>
    public sealed record HeldLogin(string Id, DateTimeOffset Time, string Account, string Ip, string? Server);

    /// <summary>A queue manager: each instance of a host has one.</summary>
    public sealed record Manager(string Host, string Instance);

    /// <summary>A message in the queue.</summary>
    public sealed record Message(string Id, DateTimeOffset LastLine, string? Account, bool IsBounce, bool IsQueued, IReadOnlyList<Recipient> Open, string? Instance = null);

    /// <summary>A recipient who has neither got the message nor been given up, by a hash, and the last deferral.</summary>
    public sealed record Recipient(string Key, string Domain, string? Relay, string? RelayIp, string? Dsn, string? Reply, bool IsRelayed = false);

    internal static Message Of(QueuedMessage message) => new(
        message.Id,
        message.LastLine,
        message.Account?.Value,
        message.IsBounce,
        message.IsQueued,
        [.. message.Open.Select(open => new Recipient(
            open.Key, open.Value.Domain, open.Value.Answer.Relay, open.Value.Answer.RelayAddress?.ToString(), open.Value.Answer.Dsn, open.Value.Answer.Reply, open.Value.IsRelayed))],
        message.Instance);

    internal static QueuedMessage Read(Message message) => new(message.Id, message.LastLine)
    {
        Account = AccountName.TryParse(message.Account, out var account) ? account : null,
        Instance = message.Instance,
        IsBounce = message.IsBounce,
        IsQueued = message.IsQueued,
        Open = message.Open.ToImmutableDictionary(
            open => open.Key,
            open => new OpenRecipient(open.Domain, new HopReply(open.Relay, open.RelayIp is null ? null : ClientAddress.Parse(open.RelayIp), open.Dsn, open.Reply)) { IsRelayed = open.IsRelayed }),
    };
}
