using System.ComponentModel;
using AbuseServerless.Accounts;
using AbuseServerless.Gate.Snapshots;
using AbuseServerless.Queue;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Queue;

/// <summary>Holds the queued mail of suspended accounts, releases it where the suspension was an error, deletes it after the time that is set, and does what operators order.</summary>
/// <remarks>It hears of suspensions and commands from the file that the gate keeps, and needs neither the network nor the gate's secrets.</remarks>
internal sealed partial class QueueKeeper(IOptions<QueueOptions> options, IOptions<GateOptions> gate, AccountAliases aliases, TimeProvider time, ILogger<QueueKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    // The gate says once a minute when it heard of this helper.
    private static readonly TimeSpan MaximumSilence = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Never = TimeSpan.FromDays(36500);

    // Searching takes a fifth of the time at most, unless somebody is suspended meanwhile.
    private const int PausesPerSearch = 4;

    private readonly SnapshotFile _orders = new(gate.Value.Data);
    private readonly QueueSearch _search = new(aliases);
    private readonly Outage _outage = new();
    private QueueJournal? _journal;
    private QueueCommandRunner? _runner;
    private IMailQueue? _queue;
    private QueueOrders? _doneOrders;
    private QueueOrders? _toldOrders;
    private long _told;
    private bool _isStarted;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (read, looked) = (default((DateTime, long)), default((DateTime, long)));
        var (searched, pause, interval) = (0L, TimeSpan.Zero, TimeSpan.Zero);
        while (!stoppingToken.IsCancellationRequested)
        {
            var (written, since) = (_orders.Written, time.GetElapsedTime(searched));
            if (since >= interval || (written != read && (since >= pause || (written != looked && IsUrgent()))))
            {
                var start = time.GetTimestamp();
                var isDone = await TryAsync(DoAsync, stoppingToken).ConfigureAwait(false);
                (read, looked, searched) = (written, written, time.GetTimestamp());
                pause = isDone ? time.GetElapsedTime(start) * PausesPerSearch : PauseAfterFailure;
                interval = isDone && options.Value.Interval > pause ? options.Value.Interval : pause;
            }
            else if (_toldOrders is not null && !_outage.IsOn && time.GetElapsedTime(_told) >= MaximumSilence)
            {
                await TryAsync(_ => TellAgainAsync(_toldOrders), stoppingToken).ConfigureAwait(false);
            }

            looked = written;
            await Task.Delay(LookEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Whether somebody was suspended, or something was ordered, since the queue was searched last: that does not wait.
    private bool IsUrgent()
    {
        try
        {
            return _orders.Read()?.ToOrders(time.GetUtcNow()) is { } orders
                && (_doneOrders is not { } done || orders.Enforces != done.Enforces || orders.Suspended.Any(account => !done.Suspended.TryGetValue(account.Key, out var known) || known != account.Value)
                    || orders.Commands.Any(command => !done.Commands.Any(known => known.Id == command.Id)));
        }
        catch (Exception e) when (IsFault(e))
        {
            // It is told of when it is read for good.
            return false;
        }
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task> act, CancellationToken stopping)
    {
        try
        {
            await act(stopping).ConfigureAwait(false);
            if (_outage.End())
            {
                Log.Back(logger);
            }
            return true;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e) when (IsFault(e))
        {
            if (_outage.Begin())
            {
                Log.Failed(logger, e.Message);
            }

            _queue = null;
            return false;
        }
    }

    private static bool IsFault(Exception e) => e is IOException or InvalidDataException or UnauthorizedAccessException or Win32Exception or FormatException;

    private async Task<IMailQueue> OpenQueueAsync(CancellationToken cancellationToken) => options.Value.Exim is { Length: > 0 } exim
        ? await EximQueue.OpenAsync(exim, logger, cancellationToken).ConfigureAwait(false)
        : await PostfixQueue.OpenAsync(options.Value.Postfix, cancellationToken).ConfigureAwait(false);

    private async Task DoAsync(CancellationToken cancellationToken)
    {
        var journal = _journal ??= QueueJournal.Open(options.Value.Data, Environment.MachineName, time.GetUtcNow() - options.Value.KeepRecord);

        // Before anything is ordered: whether there is a queue is what an operator who starts the helper wants to know first.
        var queue = _queue ??= await OpenQueueAsync(cancellationToken).ConfigureAwait(false);
        if (!_isStarted)
        {
            Log.Started(logger, queue.Name, journal.Held.All.Count);
            _isStarted = true;
        }

        if (_orders.Read()?.ToOrders(time.GetUtcNow()) is not { } orders)
        {
            throw new IOException($"{_orders.FilePath} does not exist: the gate has not received any suspension yet, or Gate:Data names another folder.");
        }

        _runner ??= new QueueCommandRunner(journal, _search, options.Value.MaximumDeletesPerHour, aliases, time, logger);
        var commands = _runner.Pending(orders);
        List<Exception> faults = [];
        if (journal.Held.All.Count > 0 || orders.Enforces || commands.Count > 0)
        {
            var acts = new QueueActs(journal, queue, aliases, time, logger);
            acts.Settle();

            // First what goes out if it is not done. What cannot be done keeps nothing else from being done.
            await StepAsync(() => HoldAsync(journal, orders, queue, acts, cancellationToken)).ConfigureAwait(false);
            await StepAsync(() => _runner.RunAsync(commands, orders, queue, acts, cancellationToken)).ConfigureAwait(false);
            await StepAsync(() => acts.ReleaseAsync(journal.Held.Release(orders, time.GetUtcNow()), cancellationToken)).ConfigureAwait(false);
            await StepAsync(() => acts.DeleteAsync(journal.Held.Delete(orders, options.Value.DeleteAfter ?? Never, time.GetUtcNow()), cancellationToken)).ConfigureAwait(false);
        }
        else if (orders.Commands.Count == 0)
        {
            _search.Forget();
        }

        Tell(orders);
        if (faults.Count > 0)
        {
            throw new IOException(faults[0].Message, faults[0]);
        }

        _doneOrders = orders;

        async Task StepAsync(Func<Task> step)
        {
            try
            {
                await step().ConfigureAwait(false);
            }
            catch (Exception e) when (IsFault(e))
            {
                faults.Add(e);
            }
        }
    }

    // Also where nobody is suspended: then only what is new has to be read when somebody is.
    private async Task HoldAsync(QueueJournal journal, QueueOrders orders, IMailQueue queue, QueueActs acts, CancellationToken cancellationToken)
    {
        if (orders.Enforces)
        {
            var found = _search.Waiting(queue, orders.Suspended.ContainsKey).Select(message => (message.Id, message.Account));
            await acts.HoldAsync(journal.Held.Hold(found, orders, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        }
    }

    private Task TellAgainAsync(QueueOrders orders)
    {
        Tell(orders);
        return Task.CompletedTask;
    }

    private void Tell(QueueOrders orders)
    {
        if (AnswersFile.IsName(orders.Answers))
        {
            new AnswersFile(options.Value.Data, orders.Answers!).Write(new SavedAnswers(time.GetUtcNow(), _runner!.Answers(orders), _journal!.Tally.Latest(time.GetUtcNow()), _journal.Held.All.Count));
        }

        (_told, _toldOrders) = (time.GetTimestamp(), orders);
    }

    private static partial class Log
    {
        [LoggerMessage(7700, LogLevel.Information, "Watching the queue of {MailServer}. Messages on hold: {Count}.")]
        public static partial void Started(ILogger logger, string mailServer, int count);

        [LoggerMessage(7703, LogLevel.Warning, "The mail queue cannot be controlled; queued mail of suspended accounts may go out. Retrying. {Fault}")]
        public static partial void Failed(ILogger logger, string fault);

        [LoggerMessage(7704, LogLevel.Information, "The mail queue is controlled again.")]
        public static partial void Back(ILogger logger);
    }
}
