using System.Collections.Concurrent;
using Azure.Messaging.EventHubs;
using Azure.Messaging.EventHubs.Consumer;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Local.Tests.EventHubs;

public sealed class FailureTests
{
    [Fact]
    public async Task A_failure_while_sending_detaches_the_consumer_and_is_logged()
    {
        var log = new KeptLog();
        await using var space = await Namespace.StartAsync(logger: log);
        await using var producer = space.Producer();
        await producer.SendAsync([new EventData("a")], Namespace.Patience);
        await using var receiver = space.Receiver("0", EventPosition.Earliest);
        Assert.Equal(["a"], await Namespace.ReadAsync(receiver, 1));

        space.Partitions[0].Dispose();

        // The client answers the detachment with an empty batch and attaches anew, which is refused.
        var patience = Namespace.Patience;
        await Assert.ThrowsAnyAsync<EventHubsException>(async () =>
        {
            while (true)
            {
                await receiver.ReceiveBatchAsync(1, TimeSpan.FromSeconds(60), patience);
            }
        });
        Assert.Contains(log.Entries, entry => entry is { Level: LogLevel.Error, Id: 6121, Exception: ObjectDisposedException });
    }

    [Fact]
    public async Task Events_that_could_not_be_stored_are_not_accepted()
    {
        var log = new KeptLog();
        await using var space = await Namespace.StartAsync(logger: log);
        await using var producer = space.Producer();
        space.Partitions[0].Dispose();

        await Assert.ThrowsAnyAsync<EventHubsException>(() => producer.SendAsync([new EventData("a")], Namespace.Patience));

        Assert.Contains(log.Entries, entry => entry is { Level: LogLevel.Error, Id: 6111 });
    }

    [Fact]
    public async Task An_endpoint_can_stop_while_clients_read_and_write()
    {
        var space = await Namespace.StartAsync();
        await using var producer = space.Producer();
        await producer.SendAsync([new EventData("a")], Namespace.Patience);
        await using var receiver = space.Receiver("0", EventPosition.Earliest);
        Assert.Equal(["a"], await Namespace.ReadAsync(receiver, 1));

        await space.DisposeAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => producer.SendAsync([new EventData("b")], Namespace.Patience));
    }

    private sealed class KeptLog : ILogger
    {
        public ConcurrentQueue<(LogLevel Level, int Id, Exception? Exception)> Entries { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Entries.Enqueue((logLevel, eventId.Id, exception));
    }
}
