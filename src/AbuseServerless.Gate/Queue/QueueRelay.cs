using System.Text.Json;
using AbuseServerless.Azure.Queue;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Gate.Telemetry;
using AbuseServerless.Queue;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Queue;

/// <summary>Reads what the queue helper beside the gate answers and did, and writes it to the table of gates: no request while there is nothing to tell.</summary>
internal sealed partial class QueueRelay(
    QueueCommandSet commands, QueueAnswerTable table, QueueActTable acts, GateMetrics metrics, IOptions<QueueOptions> options, IOptions<GateOptions> gate, TimeProvider time, ILogger<QueueRelay> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaximumWriteTime = TimeSpan.FromSeconds(10);

    private readonly DateTimeOffset _started = time.GetUtcNow();
    private readonly Outage _outage = new();
    private readonly RelayedFile _relayed = new(gate.Value.Data);
    private HashSet<string>? _told;
    private DateTime _read;

    /// <summary>Name of the file in which the helper is to answer: the same over restarts of the gate.</summary>
    public string AnswersName { get; set; } = AnswersFile.NewName();

    /// <summary>When the helper said something, UTC; null where it never did.</summary>
    public DateTimeOffset? Heard { get; private set; }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var file = new AnswersFile(options.Value.Data, AnswersName);
        while (!stoppingToken.IsCancellationRequested)
        {
            using var limit = new TimeLimit(MaximumWriteTime, time, stoppingToken);
            try
            {
                await RelayAsync(file, limit.Token).ConfigureAwait(false);
                _outage.End();
            }
            catch (Exception e) when (e is StorageException or OperationCanceledException or IOException or UnauthorizedAccessException or JsonException)
            {
                if (!stoppingToken.IsCancellationRequested && _outage.Begin())
                {
                    Log.NotRelayed(logger, e.Message);
                }
            }

            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RelayAsync(AnswersFile file, CancellationToken cancellationToken)
    {
        var written = file.Written;
        if (written == _read || file.Read() is not { } answers)
        {
            return;
        }

        Heard = answers.Time;
        foreach (var answer in answers.Answers.Where(answer => commands.IsOpen(answer.Command)))
        {
            await table.WriteAsync(Environment.MachineName, answer, cancellationToken).ConfigureAwait(false);
            commands.SetReported(answer.Command);
        }

        if (answers.Done is { } done)
        {
            await RelayAsync(done, cancellationToken).ConfigureAwait(false);
        }

        metrics.QueueOnHold = answers.OnHold ?? 0;
        _read = written;
    }

    // After a restart all are told again, which leaves one entry of each on record. Each is counted when it is relayed first: it is remembered before, so that none is counted twice.
    private async Task RelayAsync(IReadOnlyList<QueueDone> done, CancellationToken cancellationToken)
    {
        List<(QueueDone Act, string Mark)> all = [.. done.Select(one => (one, RelayedFile.MarkOf(one)))];
        var news = all.Where(one => _told?.Contains(one.Mark) != true).ToList();
        if (news.Count > 0)
        {
            await acts.WriteAsync(Environment.MachineName, [.. news.Select(one => one.Act)], cancellationToken).ConfigureAwait(false);
        }

        // Nothing is remembered at the first start, before which no helper did anything, and after an update, where the gate before counted what was done before.
        var known = _told ?? _relayed.Read() ?? [.. all.Where(one => one.Act.Time < _started).Select(one => one.Mark)];
        HashSet<string> marks = [.. all.Select(one => one.Mark)];
        if (_told is null || !marks.SetEquals(known))
        {
            _relayed.Write(marks);
        }

        all.Where(one => !known.Contains(one.Mark)).ToList().ForEach(one => metrics.CountQueue(one.Act));
        _told = marks;
    }

    private static partial class Log
    {
        [LoggerMessage(7710, LogLevel.Warning, "Answers and acts of the queue helper could not be written. Retrying. {Fault}")]
        public static partial void NotRelayed(ILogger logger, string fault);
    }
}
