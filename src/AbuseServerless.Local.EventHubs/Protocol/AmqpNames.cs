using Amqp.Types;

namespace AbuseServerless.Local.EventHubs.Protocol;

/// <summary>The words of the Event Hubs protocol.</summary>
internal static class AmqpNames
{
    public const uint BatchFormat = 0x80013700;
    public const string PartitionKey = "x-opt-partition-key";
    public const string SequenceNumber = "x-opt-sequence-number";
    public const string Offset = "x-opt-offset";
    public const string EnqueuedTime = "x-opt-enqueued-time";
    public const string ArgumentError = "com.microsoft:argument-error";
    public const string ArgumentOutOfRange = "com.microsoft:argument-out-of-range";

    public static readonly Symbol PartitionKeySymbol = PartitionKey;
    public static readonly Symbol Epoch = "com.microsoft:epoch";
    public static readonly Symbol SelectorFilter = "apache.org:selector-filter:string";
}
