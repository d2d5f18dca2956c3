using System.Diagnostics;
using AbuseServerless.Telemetry;
using Span = System.Diagnostics.Activity;

namespace AbuseServerless.Azure.Ingestion;

/// <summary>How the processing of one batch goes: a span, size and lag at its beginning, time and outcome at its end. Failed until it is said to have succeeded.</summary>
internal sealed class BatchTelemetry : IDisposable
{
    private readonly string _hub;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly Span? _span;
    private bool _succeeded;

    /// <summary>Begins.</summary>
    /// <param name="hub">Name of the hub.</param>
    /// <param name="partition">Number of the partition.</param>
    /// <param name="enqueued">When the hub took the events, UTC, ascending.</param>
    /// <param name="time">Tells the time.</param>
    public BatchTelemetry(string hub, int partition, IReadOnlyList<DateTime> enqueued, TimeProvider time)
    {
        _hub = hub;
        _time = time;
        _began = time.GetTimestamp();
        _span = Instrumentation.Source.StartActivity("process batch", ActivityKind.Consumer);
        _span?.SetTag("messaging.destination.name", hub).SetTag("messaging.destination.partition.id", partition).SetTag("messaging.batch.message_count", enqueued.Count);
        if (enqueued.Count > 0)
        {
            IngestionMetrics.Begun(hub, partition, enqueued.Count, time.GetUtcNow().UtcDateTime - enqueued[^1]);
        }
    }

    /// <summary>Begins a span within the batch's.</summary>
    public static Span? BeginPhase(string name) => Instrumentation.Source.StartActivity(name);

    /// <summary>Says that all was done.</summary>
    public void Succeeded() => _succeeded = true;

    /// <summary>Ends.</summary>
    public void Dispose()
    {
        _span?.SetStatus(_succeeded ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
        _span?.Dispose();
        IngestionMetrics.Ended(_hub, _time.GetElapsedTime(_began), _succeeded);
    }
}
