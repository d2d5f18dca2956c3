using System.Text;
using System.Text.Unicode;
using AbuseServerless.Local.EventHubs;
using AbuseServerless.Local.FunctionsHost.App;
using AbuseServerless.Local.FunctionsHost.Rpc;
using Google.Protobuf;

namespace AbuseServerless.Local.FunctionsHost.Events;

/// <summary>Events of one partition as an invocation carries them. Made once; a batch that failed is offered again as it is.</summary>
internal sealed class EventBatch
{
    private readonly ParameterBinding _bodies;
    private readonly IReadOnlyDictionary<string, TypedData> _metadata;

    /// <param name="trigger">The function's trigger.</param>
    /// <param name="partition">Id of the partition.</param>
    /// <param name="events">At least one, oldest first.</param>
    public EventBatch(EventHubTrigger trigger, string partition, IReadOnlyList<StoredEvent> events)
    {
        Count = events.Count;
        First = events[0].SequenceNumber;
        Last = events[^1].SequenceNumber;
        _bodies = new ParameterBinding { Name = trigger.Parameter, Data = trigger.IsBinary ? Binary(events) : Text(events) };
        _metadata = EventBatchMetadata.Of(trigger, partition, events);
    }

    /// <summary>Number of events.</summary>
    public int Count { get; }

    /// <summary>Sequence number of the first event.</summary>
    public long First { get; }

    /// <summary>Sequence number of the last event.</summary>
    public long Last { get; }

    /// <summary>An invocation with this batch.</summary>
    /// <param name="retry">Null in the first attempt.</param>
    public InvocationRequest ToRequest(RetryContext? retry)
    {
        var request = new InvocationRequest { InputData = { _bodies }, RetryContext = retry };
        foreach (var (name, value) in _metadata)
        {
            request.TriggerMetadata.Add(name, value);
        }

        return request;
    }

    private static TypedData Text(IReadOnlyList<StoredEvent> events)
    {
        var bodies = new CollectionString();
        bodies.String.Capacity = events.Count;
        foreach (var stored in events)
        {
            bodies.String.Add(Utf8Of(stored.Body));
        }

        return new TypedData { CollectionString = bodies };
    }

    private static TypedData Binary(IReadOnlyList<StoredEvent> events)
    {
        var bodies = new CollectionBytes();
        bodies.Bytes.Capacity = events.Count;
        foreach (var stored in events)
        {
            bodies.Bytes.Add(UnsafeByteOperations.UnsafeWrap(stored.Body));
        }

        return new TypedData { CollectionBytes = bodies };
    }

    // A body that is valid UTF-8 goes out as it lies in the log. In any other, U+FFFD stands for what is not, as in Azure.
    private static ByteString Utf8Of(ReadOnlyMemory<byte> body) =>
        Utf8.IsValid(body.Span) ? UnsafeByteOperations.UnsafeWrap(body) : ByteString.CopyFromUtf8(Encoding.UTF8.GetString(body.Span));
}
