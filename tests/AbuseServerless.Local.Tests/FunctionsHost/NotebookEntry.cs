namespace AbuseServerless.Local.Tests.FunctionsHost;

/// <summary>A line that the app under test wrote; what a function does not have stays null.</summary>
internal sealed record NotebookEntry(
    string Function,
    int ProcessId,
    DateTimeOffset At,
    string[]? Messages,
    byte[][]? Bytes,
    long[]? SequenceNumbers,
    DateTime[]? EnqueuedTimes,
    string[]? Offsets,
    string[]? PartitionKeys,
    string? Partition,
    int? Retries,
    DateTime? Next,
    bool Fails);
