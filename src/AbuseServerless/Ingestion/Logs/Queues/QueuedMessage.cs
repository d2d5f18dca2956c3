using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using AbuseServerless.Accounts;

namespace AbuseServerless.Ingestion.Logs.Queues;

/// <summary>What is remembered of a message in the queue.</summary>
/// <param name="Id">Host and queue id, with the instance where a host has several.</param>
/// <param name="LastLine">When it last reported, UTC.</param>
internal sealed record QueuedMessage(string Id, DateTimeOffset LastLine)
{
    /// <summary>The first part of the tag under which it began; null where that was not seen.</summary>
    public string? Instance { get; init; }

    /// <summary>The login that submitted it; null where the log does not say.</summary>
    public AccountName? Account { get; init; }

    /// <summary>Whether it is a bounce of this server's own (<c>from=&lt;&gt;</c>).</summary>
    public bool IsBounce { get; init; }

    /// <summary>Whether it reached the queue, so that a line of its beginning tells of another message with the same id.</summary>
    public bool IsQueued { get; init; }

    /// <summary>Recipients with a deferral and no final outcome, by <see cref="KeyOf"/>.</summary>
    public ImmutableDictionary<string, OpenRecipient> Open { get; init; } = ImmutableDictionary<string, OpenRecipient>.Empty;

    /// <summary>What it counts for in <see cref="MessageQueue"/>.</summary>
    public int Size => 1 + Open.Count;

    /// <summary>Tells recipients of a message apart without being one: 72 bits of a hash.</summary>
    public string KeyOf(string recipient)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{Id}\n{recipient}"), hash);
        return Convert.ToBase64String(hash[..9]);
    }
}

/// <summary>A recipient of a message who has neither got it nor been given up.</summary>
/// <param name="Domain">The recipient's domain.</param>
/// <param name="Answer">The last deferral.</param>
internal sealed record OpenRecipient(string Domain, HopReply Answer)
{
    /// <summary>Whether a smarthost or relay service deferred it.</summary>
    public bool IsRelayed { get; init; }
}
