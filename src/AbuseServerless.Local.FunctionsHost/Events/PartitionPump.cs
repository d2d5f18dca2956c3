using AbuseServerless.Local.EventHubs;
using AbuseServerless.Local.FunctionsHost.App;
using AbuseServerless.Local.FunctionsHost.Checkpointing;
using AbuseServerless.Local.FunctionsHost.Rpc;
using AbuseServerless.Local.FunctionsHost.Workers;

namespace AbuseServerless.Local.FunctionsHost.Events;

/// <summary>What a pump shares with the others.</summary>
/// <param name="BatchSize">Events of an invocation at most.</param>
/// <param name="Gate">Passed for each attempt.</param>
/// <param name="Time">Waits between retries.</param>
/// <param name="Logger">Gets what goes wrong.</param>
internal sealed record PumpContext(int BatchSize, InvocationGate Gate, TimeProvider Time, ILogger Logger);

/// <summary>
/// Brings the events of one partition to one function, in order, one batch at a time. The checkpoint moves on only
/// when a batch is done with; until then nothing behind it is delivered.
/// </summary>
internal sealed partial class PartitionPump(
    FunctionDefinition function,
    string hub,
    PartitionLog partition,
    WorkerSlot slot,
    PartitionCheckpoint checkpoint,
    PumpContext context)
{
    private readonly EventHubTrigger _trigger = (EventHubTrigger)function.Trigger;
    private readonly ILogger _logger = context.Logger;

    /// <summary>Name of the hub.</summary>
    public string Hub => hub;

    /// <summary>Id of the partition.</summary>
    public string Partition => partition.Id;

    /// <summary>How far it has come.</summary>
    public PartitionCheckpoint Checkpoint => checkpoint;

    /// <summary>Pumps until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var next = Start();
        while (true)
        {
            await partition.WaitForAsync(next, cancellationToken);
            // Old events leave the log when it is full.
            var events = partition.Read(Math.Max(next, partition.FirstSequenceNumber), context.BatchSize);
            if (events.Count == 0)
            {
                continue;
            }

            await DeliverAsync(new EventBatch(_trigger, partition.Id, events), cancellationToken);
            next = events[^1].SequenceNumber + 1;
            checkpoint.Advance(next);
        }
    }

    private long Start()
    {
        if (checkpoint.Next is not { } next)
        {
            return partition.FirstSequenceNumber;
        }

        if (next <= partition.NextSequenceNumber)
        {
            return next;
        }
        // The log is a new one: waiting for the old number would skip all that comes before.
        CheckpointBeyondLog(_logger, hub, partition.Id, next, partition.NextSequenceNumber);
        checkpoint.Rewind(null);
        return partition.FirstSequenceNumber;
    }

    private async Task DeliverAsync(EventBatch batch, CancellationToken cancellationToken)
    {
        RetryContext? retry = null;
        for (var failures = 0; ;)
        {
            var result = await AttemptAsync(batch, retry, cancellationToken);
            // The worker died, which says nothing about the batch: it is offered to the next one at once, and not counted.
            if (result is null)
            {
                continue;
            }

            if (result.Status == StatusResult.Types.Status.Success)
            {
                return;
            }

            failures++;
            if (function.Retry?.Allows(failures) != true)
            {
                // As in Azure: without a retry policy that says otherwise, the events are passed over.
                BatchGivenUp(_logger, function.Name, hub, partition.Id, batch.First, batch.Last, failures, Text(result));
                return;
            }

            var pause = function.Retry.Delay(failures);
            BatchFailed(_logger, function.Name, hub, partition.Id, batch.First, batch.Last, failures, pause, Text(result));
            await Task.Delay(pause, context.Time, cancellationToken);
            retry = new RetryContext { RetryCount = failures, MaxRetryCount = function.Retry.MaximumRetries, Exception = result.Exception };
        }
    }

    private async Task<StatusResult?> AttemptAsync(EventBatch batch, RetryContext? retry, CancellationToken cancellationToken)
    {
        var worker = await slot.LiveAsync(cancellationToken);
        await context.Gate.EnterAsync(cancellationToken);
        try
        {
            return (await worker.InvokeAsync(function.Name, batch.ToRequest(retry), cancellationToken)).Result;
        }
        catch (WorkerGoneException)
        {
            BatchInterrupted(_logger, function.Name, hub, partition.Id, batch.First, batch.Last);
            return null;
        }
        finally
        {
            context.Gate.Leave();
        }
    }

    private static string Text(StatusResult result) =>
        result.Exception is { } exception ? $"{exception.Type}: {exception.Message}{Environment.NewLine}{exception.StackTrace}" : result.Status.ToString();

    [LoggerMessage(EventId = 2020, Level = LogLevel.Warning, Message = "{Function}: the batch {Hub}/{Partition} {First}-{Last} failed {Failures} time(s). Retrying the batch in {Pause}. {Error}")]
    private static partial void BatchFailed(ILogger logger, string function, string hub, string partition, long first, long last, int failures, TimeSpan pause, string error);

    [LoggerMessage(EventId = 2021, Level = LogLevel.Error, Message = "{Function}: the batch {Hub}/{Partition} {First}-{Last} failed {Failures} time(s) and is abandoned under the function's retry policy. {Error}")]
    private static partial void BatchGivenUp(ILogger logger, string function, string hub, string partition, long first, long last, int failures, string error);

    [LoggerMessage(EventId = 2022, Level = LogLevel.Warning, Message = "{Function}: the worker ended during the batch {Hub}/{Partition} {First}-{Last}. Retrying the batch.")]
    private static partial void BatchInterrupted(ILogger logger, string function, string hub, string partition, long first, long last);

    [LoggerMessage(EventId = 2023, Level = LogLevel.Warning, Message = "{Hub}/{Partition}: the checkpoint {Next} is beyond the end of the log, {LogEnd}. Reading starts at the oldest event.")]
    private static partial void CheckpointBeyondLog(ILogger logger, string hub, string partition, long next, long logEnd);
}
