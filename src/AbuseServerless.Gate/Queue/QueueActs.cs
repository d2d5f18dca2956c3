using AbuseServerless.Accounts;
using AbuseServerless.Queue;

namespace AbuseServerless.Gate.Queue;

/// <summary>Does things to messages: each is on record, then done, then looked at what became of it.</summary>
internal sealed partial class QueueActs(QueueJournal journal, IMailQueue queue, AccountAliases aliases, TimeProvider time, ILogger logger)
{
    /// <summary>Puts messages on hold.</summary>
    public Task HoldAsync(IReadOnlyList<QueueRecord> entries, CancellationToken cancellationToken) => ActAsync(entries, queue.HoldAsync, cancellationToken);

    /// <summary>Releases messages.</summary>
    public Task ReleaseAsync(IReadOnlyList<QueueRecord> entries, CancellationToken cancellationToken) => ActAsync(OfTheirs(entries), queue.ReleaseAsync, cancellationToken);

    /// <summary>Deletes messages.</summary>
    public Task DeleteAsync(IReadOnlyList<QueueRecord> entries, CancellationToken cancellationToken) => ActAsync(OfTheirs(entries), queue.DeleteAsync, cancellationToken);

    /// <summary>Finds out what became of what was begun.</summary>
    /// <exception cref="InvalidDataException">The record is of another queue.</exception>
    /// <exception cref="IOException">The queue cannot be looked at: nothing is taken for gone.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public void Settle()
    {
        journal.Use(queue.Name);
        var settled = journal.Held.Settle(queue.OnHold().Keys.ToHashSet(StringComparer.Ordinal), time.GetUtcNow());
        journal.Write(settled);
        foreach (var entry in settled)
        {
            Log.Done(logger, entry.Act, entry.Messages.Count);
            Log.DoneOf(logger, entry.Account, entry.Act, entry.Messages);
        }
    }

    // A message under a queue id of the record that somebody else submitted is none of the record's.
    private List<QueueRecord> OfTheirs(IReadOnlyList<QueueRecord> entries)
    {
        if (entries.Count == 0)
        {
            return [];
        }

        var files = queue.OnHold();
        return
        [
            .. from entry in entries
               let theirs = entry.Messages.Where(id => files.TryGetValue(id, out var file) && IMailQueue.LoginOf(queue.Read(file)) is { } login && (login == entry.ToAccount() || aliases.Of(login) == entry.ToAccount())).ToArray()
               where theirs.Length > 0
               select entry with { Messages = theirs },
        ];
    }

    private async Task ActAsync(IReadOnlyList<QueueRecord> entries, Func<IReadOnlyList<string>, CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        IOException? fault = null;
        foreach (var entry in entries)
        {
            journal.Write([entry]);
            try
            {
                await act(entry.Messages, cancellationToken).ConfigureAwait(false);
            }
            catch (IOException e)
            {
                // What cannot be done to one account's mail is done to the others'.
                fault ??= e;
            }
        }

        if (entries.Count > 0)
        {
            Settle();
        }

        if (fault is not null)
        {
            throw new IOException(fault.Message, fault);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7701, LogLevel.Information, "{Act} queued messages of one account: {Count}.")]
        public static partial void Done(ILogger logger, QueueAct act, int count);

        [LoggerMessage(7702, LogLevel.Debug, "Account {Account}: {Act} {Messages}.")]
        public static partial void DoneOf(ILogger logger, string account, QueueAct act, IReadOnlyList<string> messages);
    }
}
