using Microsoft.Azure.Functions.Worker;

namespace AbuseServerless.Local.Tests.App;

/// <summary>Reads bytes, has no retry policy and fails at every batch that holds a zero byte.</summary>
public sealed class Tolerate(Notebook notebook)
{
    /// <summary>Runs for each batch of the hub of bytes.</summary>
    [Function(nameof(Tolerate))]
    public void Run([EventHubTrigger("bytes", ConsumerGroup = "tests", Connection = "Hubs")] byte[][] messages)
    {
        var fails = messages.Any(static message => message.Contains((byte)0));
        notebook.Write(new { Function = nameof(Tolerate), Environment.ProcessId, At = TimeProvider.System.GetUtcNow(), Bytes = messages, Fails = fails });
        if (fails)
        {
            throw new InvalidOperationException("A zero byte.");
        }
    }
}
