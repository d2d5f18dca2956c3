using System.ComponentModel;
using AbuseServerless.Accounts;
using AbuseServerless.Gate.Snapshots;
using AbuseServerless.Queue;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Queue;

/// <summary>Holds the queued mail of suspended accounts, releases it where the suspension was an error, and deletes it after the time that is set.</summary>
/// <remarks>It hears of suspensions from the file that the gate keeps, and needs neither the network nor the gate's secrets.</remarks>
internal sealed partial class QueueKeeper(IOptions<QueueOptions> options, IOptions<GateOptions> gate, TimeProvider time, ILogger<QueueKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Never = TimeSpan.FromDays(36500);

    // Searching takes a fifth of the time at most.
    private const int PausesPerSearch = 4;

    private readonly SnapshotFile _orders = new(gate.Value.Data);
    private Dictionary<string, AccountName?> _known = new(StringComparer.Ordinal);
    private (DateTime Written, long Length) _read;
    private bool _failing;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        QueueJournal? journal = null;
        var searched = 0L;
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = LookEvery;
            try
            {
                journal ??= Open();
                var written = Written();
                if (written != _read || time.GetElapsedTime(searched) >= options.Value.Interval)
                {
                    var start = time.GetTimestamp();
                    await DoAsync(journal, stoppingToken).ConfigureAwait(false);
                    (_read, searched) = (written, time.GetTimestamp());
                    pause = Max(LookEvery, time.GetElapsedTime(start) * PausesPerSearch);
                }

                if (_failing)
                {
                    _failing = false;
                    Log.Back(logger);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException or Win32Exception or FormatException)
            {
                if (!_failing)
                {
                    Log.Failed(logger, e.Message);
                }

                _failing = true;
                pause = PauseAfterFailure;
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private QueueJournal Open()
    {
        var journal = QueueJournal.Open(options.Value.Data, Environment.MachineName, time.GetUtcNow() - options.Value.KeepRecord);
        Log.Started(logger, options.Value.Postfix, journal.Held.All.Count);
        return journal;
    }

    private (DateTime Written, long Length) Written()
    {
        var file = new FileInfo(_orders.FilePath);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }

    private async Task DoAsync(QueueJournal journal, CancellationToken cancellationToken)
    {
        if (_orders.Read()?.ToOrders(time.GetUtcNow()) is not { } orders)
        {
            throw new IOException($"{_orders.FilePath} does not exist: the gate has not received any suspension yet, or Gate:Data names another folder.");
        }

        if (journal.Held.All.Count == 0 && !orders.Enforces)
        {
            _known.Clear();
            return;
        }

        var queue = await PostfixQueue.OpenAsync(options.Value.Postfix, cancellationToken).ConfigureAwait(false);
        Settle(journal, queue);
        await ActAsync(journal, queue, OfTheirs(journal.Held.Release(orders, time.GetUtcNow()), queue), queue.ReleaseAsync, cancellationToken).ConfigureAwait(false);
        await ActAsync(journal, queue, OfTheirs(journal.Held.Delete(orders, options.Value.DeleteAfter ?? Never, time.GetUtcNow()), queue), queue.DeleteAsync, cancellationToken).ConfigureAwait(false);
        if (orders.Enforces)
        {
            // Also where nobody is suspended: then only what is new has to be read when somebody is.
            await ActAsync(journal, queue, journal.Held.Hold(Search(queue, orders), orders, time.GetUtcNow()), queue.HoldAsync, cancellationToken).ConfigureAwait(false);
        }
    }

    // What was read once is not read again. A queue id may come back where long ones are not on, so whose message it is, is looked at once more before it is touched.
    private IEnumerable<(string Id, AccountName Account)> Search(PostfixQueue queue, QueueOrders orders)
    {
        var known = new Dictionary<string, AccountName?>(StringComparer.Ordinal);
        var found = new List<(string, AccountName)>();
        foreach (var (id, file) in queue.Waiting())
        {
            if (!_known.TryGetValue(id, out var login) || (login is { } before && orders.Suspended.ContainsKey(before)))
            {
                login = PostfixQueue.LoginOf(file);
            }

            // One that is being written has no login yet, or it had gone.
            if (login is not null || !IsBeingWritten(file))
            {
                known[id] = login;
            }

            if (login is { } account && orders.Suspended.ContainsKey(account))
            {
                found.Add((id, account));
            }
        }

        _known = known;
        return found.DistinctBy(message => message.Item1);
    }

    private static bool IsBeingWritten(string file) => Path.GetDirectoryName(file)?.Contains("/incoming", StringComparison.Ordinal) == true;

    // A message under a queue id of the record that somebody else submitted is none of the record's.
    private static List<QueueRecord> OfTheirs(IReadOnlyList<QueueRecord> entries, PostfixQueue queue)
    {
        if (entries.Count == 0)
        {
            return [];
        }

        var files = queue.OnHold();
        return
        [
            .. from entry in entries
               let theirs = entry.Messages.Where(id => files.TryGetValue(id, out var file) && PostfixQueue.LoginOf(file) == entry.ToAccount()).ToArray()
               where theirs.Length > 0
               select entry with { Messages = theirs },
        ];
    }

    // On record, then done, then looked at what became of it.
    private async Task ActAsync(QueueJournal journal, PostfixQueue queue, IReadOnlyList<QueueRecord> entries, Func<IReadOnlyList<string>, CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            journal.Write([entry]);
            await act(entry.Messages, cancellationToken).ConfigureAwait(false);
        }

        if (entries.Count > 0)
        {
            Settle(journal, queue);
        }
    }

    private void Settle(QueueJournal journal, PostfixQueue queue)
    {
        var settled = journal.Held.Settle(queue.OnHold().Keys.ToHashSet(StringComparer.Ordinal), time.GetUtcNow());
        journal.Write(settled);
        foreach (var entry in settled)
        {
            Log.Done(logger, entry.Act, entry.Messages.Count);
            Log.DoneOf(logger, entry.Account, entry.Act, entry.Messages);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7700, LogLevel.Information, "Watching the queue of {Configuration}; {Count} messages are on hold.")]
        public static partial void Started(ILogger logger, string configuration, int count);

        [LoggerMessage(7701, LogLevel.Information, "{Act}: {Count} queued messages of one account.")]
        public static partial void Done(ILogger logger, QueueAct act, int count);

        [LoggerMessage(7702, LogLevel.Debug, "Account {Account}: {Act} {Messages}.")]
        public static partial void DoneOf(ILogger logger, string account, QueueAct act, IReadOnlyList<string> messages);

        [LoggerMessage(7703, LogLevel.Warning, "The mail queue cannot be controlled; queued mail of suspended accounts may go out. Retrying. {Fault}")]
        public static partial void Failed(ILogger logger, string fault);

        [LoggerMessage(7704, LogLevel.Information, "The mail queue is controlled again.")]
        public static partial void Back(ILogger logger);
    }
}
