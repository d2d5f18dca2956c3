using System.ComponentModel;
using AbuseServerless.Gate.Quotas;
using AbuseServerless.Gate.Snapshots;
using AbuseServerless.Queue;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Queue;

/// <summary>Holds the queued mail of suspended accounts, releases it where the suspension was an error, deletes it after the time that is set, and does what operators order.</summary>
/// <remarks>It hears of suspensions and commands from the file that the gate keeps, and needs neither the network nor the gate's secrets.</remarks>
internal sealed partial class QueueKeeper(IOptions<QueueOptions> options, IOptions<GateOptions> gate, IOptions<QuotaOptions> quota, TimeProvider time, ILogger<QueueKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    // The gate says once a minute when it heard of this helper.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Never = TimeSpan.FromDays(36500);

    // Searching takes a fifth of the time at most.
    private const int PausesPerSearch = 4;

    private readonly SnapshotFile _orders = new(gate.Value.Data);
    private readonly QueueSearch _search = new();
    private QueueCommandRunner? _runner;
    private IMailQueue? _queue;
    private QueueOrders? _toldOrders;
    private long _told;
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
                var written = _orders.Written;
                if (written != _read || time.GetElapsedTime(searched) >= options.Value.Interval)
                {
                    var start = time.GetTimestamp();
                    await DoAsync(journal, stoppingToken).ConfigureAwait(false);
                    (_read, searched) = (written, time.GetTimestamp());
                    pause = Max(LookEvery, time.GetElapsedTime(start) * PausesPerSearch);
                }
                else if (_toldOrders is not null && time.GetElapsedTime(_told) >= LongestSilence)
                {
                    Tell(_toldOrders);
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

                (_failing, _queue) = (true, null);
                pause = PauseAfterFailure;
            }

            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private QueueJournal Open()
    {
        var journal = QueueJournal.Open(options.Value.Data, Environment.MachineName, time.GetUtcNow() - options.Value.KeepRecord);
        Log.Started(logger, options.Value.Exim is { Length: > 0 } exim ? exim : options.Value.Postfix, journal.Held.All.Count);
        return journal;
    }

    private async Task<IMailQueue> OpenQueueAsync(CancellationToken cancellationToken) => options.Value.Exim is { Length: > 0 } exim
        ? await EximQueue.OpenAsync(exim, logger, cancellationToken).ConfigureAwait(false)
        : await PostfixQueue.OpenAsync(options.Value.Postfix, cancellationToken).ConfigureAwait(false);

    private async Task DoAsync(QueueJournal journal, CancellationToken cancellationToken)
    {
        if (_orders.Read()?.ToOrders(time.GetUtcNow()) is not { } orders)
        {
            throw new IOException($"{_orders.FilePath} does not exist: the gate has not received any suspension yet, or Gate:Data names another folder.");
        }

        _runner ??= new QueueCommandRunner(journal, _search, options.Value.MaximumDeletesPerHour, quota.Value.TagSeparator, time, logger);
        var commands = _runner.Pending(orders);
        if (journal.Held.All.Count > 0 || orders.Enforces || commands.Count > 0)
        {
            var queue = _queue ??= await OpenQueueAsync(cancellationToken).ConfigureAwait(false);
            var acts = new QueueActs(journal, queue, time, logger);
            acts.Settle();
            await _runner.RunAsync(commands, orders, queue, acts, cancellationToken).ConfigureAwait(false);
            await acts.ReleaseAsync(journal.Held.Release(orders, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
            await acts.DeleteAsync(journal.Held.Delete(orders, options.Value.DeleteAfter ?? Never, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
            if (orders.Enforces)
            {
                // Also where nobody is suspended: then only what is new has to be read when somebody is.
                var found = _search.Waiting(queue, orders.Suspended.ContainsKey).Select(message => (message.Id, message.Account));
                await acts.HoldAsync(journal.Held.Hold(found, orders, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
            }
        }
        else if (orders.Commands.Count == 0)
        {
            _search.Forget();
        }

        Tell(orders);
    }

    private void Tell(QueueOrders orders)
    {
        if (AnswersFile.IsName(orders.Answers))
        {
            new AnswersFile(options.Value.Data, orders.Answers!).Write(new SavedAnswers(time.GetUtcNow(), _runner!.Answers(orders)));
        }

        (_told, _toldOrders) = (time.GetTimestamp(), orders);
    }

    private static partial class Log
    {
        [LoggerMessage(7700, LogLevel.Information, "Watching the queue of {MailServer}; {Count} messages are on hold.")]
        public static partial void Started(ILogger logger, string mailServer, int count);

        [LoggerMessage(7703, LogLevel.Warning, "The mail queue cannot be controlled; queued mail of suspended accounts may go out. Retrying. {Fault}")]
        public static partial void Failed(ILogger logger, string fault);

        [LoggerMessage(7704, LogLevel.Information, "The mail queue is controlled again.")]
        public static partial void Back(ILogger logger);
    }
}
