using AbuseServerless.Local.EventHubs;
using AbuseServerless.Local.EventHubs.Protocol;
using AbuseServerless.Local.EventHubs.Storage;
using Amqp;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Local.Tests.EventHubs;

public sealed class StartPositionTests
{
    // Ten events, 100 to 109, accepted at 0, 1000, …, 9000 ms.
    [Theory]
    [InlineData("x-opt-offset > -1", 100)]
    [InlineData("x-opt-offset > '-1'", 100)]
    [InlineData("x-opt-offset >= 104", 104)]
    [InlineData("x-opt-offset > 104", 105)]
    [InlineData("x-opt-offset > 7", 100)]
    [InlineData("x-opt-offset > @latest", 110)]
    [InlineData("x-opt-sequence-number > @latest", 110)]
    [InlineData("x-opt-sequence-number >= 109", 109)]
    [InlineData("x-opt-sequence-number > 109", 110)]
    [InlineData("x-opt-sequence-number >= 110", 110)]
    [InlineData("x-opt-enqueued-time > 3999", 104)]
    [InlineData("x-opt-enqueued-time > 4000", 105)]
    [InlineData("x-opt-enqueued-time > 99000", 110)]
    [InlineData("x-opt-enqueued-time > -5", 100)]
    public void A_filter_names_the_first_event(string filter, long expected) =>
        Assert.Equal(expected, StartPosition.Resolve("amqp.annotation." + filter, Log()));

    [Theory]
    [InlineData("x-opt-offset > 110")]
    [InlineData("x-opt-sequence-number >= 111")]
    [InlineData("x-opt-offset > 9223372036854775807")]
    [InlineData("x-opt-offset > 99999999999999999999")]
    [InlineData("x-opt-offset < 5")]
    [InlineData("x-opt-partition-key > 5")]
    [InlineData("x-opt-offset > ")]
    public void A_filter_that_is_beyond_the_log_or_not_understood_is_refused(string filter)
    {
        var refusal = Assert.Throws<AmqpException>(() => StartPosition.Resolve("amqp.annotation." + filter, Log()));

        Assert.Equal("com.microsoft:argument-error", refusal.Error.Condition.ToString());
    }

    private static PartitionLog Log()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch);
        var log = new PartitionLog("0", new MemoryStore(100), time);
        for (var i = 0; i < 10; i++)
        {
            log.Append([new EncodedEvent(null, default)]);
            time.Advance(TimeSpan.FromSeconds(1));
        }

        return log;
    }
}
