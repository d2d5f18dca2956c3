using AbuseServerless.Accounts;
using AbuseServerless.Queue;

namespace AbuseServerless.Gate.Queue;

/// <summary>The queue of a mail server: read from its files, changed by the server's own program alone.</summary>
internal interface IMailQueue
{
    /// <summary>Which queue it is, such as <c>Postfix /var/spool/postfix</c>: the record tells of messages in one.</summary>
    string Name { get; }

    /// <summary>The messages that wait for delivery: queue id, file, and where they are.</summary>
    /// <exception cref="IOException">A folder of the queue is not there.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder of the queue may not be read.</exception>
    IEnumerable<(string Id, string File, QueuedMailState State)> Waiting();

    /// <summary>The messages on hold: their files by queue id.</summary>
    /// <exception cref="IOException">The folder is not there: then nothing is known of the messages in it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    IReadOnlyDictionary<string, string> OnHold();

    /// <summary>What the file of a message tells of it; nothing where it has gone meanwhile.</summary>
    QueueFile Read(string file);

    /// <summary>Puts messages on hold, from wherever they are. One that could not be is not.</summary>
    /// <exception cref="IOException">The server's program failed.</exception>
    Task HoldAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>Releases messages.</summary>
    /// <exception cref="IOException">The server's program failed.</exception>
    Task ReleaseAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>Deletes messages that are on hold.</summary>
    /// <exception cref="IOException">The server's program failed.</exception>
    Task DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>Who submitted a message; null where nobody did with a login.</summary>
    static AccountName? LoginOf(in QueueFile file) => AccountName.TryParse(file.Login, out var account) ? account : null;
}
