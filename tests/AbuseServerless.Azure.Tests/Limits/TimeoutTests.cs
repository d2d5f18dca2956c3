using AbuseServerless.Azure.Storage;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Azure.Tests.Limits;

/// <summary>A write that the service has done and whose answer is lost is tried again by the SDK: it meets what it has written itself.</summary>
public sealed class TimeoutTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_is_lost_and_nothing_doubled()
    {
        await using var limited = await LimitedStorage.StartAsync(LimitedStorage.LostAnswers());
        await using var plain = await TestStorage.StartAsync();
        Story[] both = [new(limited.Through, LimitedStorage.Retries), new(plain.ConnectionString, retries: 0)];
        await Task.WhenAll(both.Select(story => story.TellAsync()));
        Assert.Equal(await Story.RowsAsync(plain.ConnectionString), await Story.RowsAsync(limited.Direct));
        Assert.InRange(limited.Proxy.Traffic.TimedOut, 40, 1_000);

        await Task.WhenAll(both.Select(story => story.EndAsync()));
        Assert.Equal(await Story.RowsAsync(plain.ConnectionString), await Story.RowsAsync(limited.Direct));
    }

    [Fact]
    public async Task Where_every_attempt_times_out_the_batch_fails_and_is_whole_once_it_is_delivered_again()
    {
        await using var storage = await LimitedStorage.StartAsync(LimitedStorage.Harmless with { TimesOut = _ => true });
        var batch = Worker.Batch([.. Enumerable.Range(1, 10).Select(country => Worker.Event("bot", country, country)), "garbage"]);
        using (var worker = Worker.On(storage.Through, retries: LimitedStorage.Retries))
        {
            var fault = await Assert.ThrowsAsync<StorageException>(() => worker.Processor.ProcessAsync(batch, Cancellation));
            Assert.Equal(StorageFault.Unavailable, fault.Fault);
            Assert.Contains("the service answered 500", fault.Message, StringComparison.Ordinal);
        }

        using var next = Worker.On(storage.Direct);
        await next.Processor.ProcessAsync(batch, Cancellation);
        await next.Suspensions.DoDueAsync(Cancellation);
        Assert.Single(await next.Suspensions.ReadAsync("", [SuspensionState.Active], Cancellation).ToListAsync(Cancellation));
        Assert.Single(await next.Audit.ReadEntriesAsync(null, Cancellation).ToListAsync(Cancellation));
        Assert.Single(await next.DeadLetters.ReadAsync(Cancellation).ToListAsync(Cancellation));
    }
}
