using System.Collections.Concurrent;
using AbuseServerless.StorageLimits;

namespace AbuseServerless.Azure.Tests.Limits;

/// <summary>An Azurite, and the proxy through which it answers as Table Storage does.</summary>
internal sealed class LimitedStorage : IAsyncDisposable
{
    /// <summary>Enough for a request that is refused or whose answer is lost.</summary>
    public const int Retries = 3;

    private readonly TestStorage _storage;

    private LimitedStorage(TestStorage storage, LimitProxy proxy) => (_storage, Proxy) = (storage, proxy);

    /// <summary>No limits, no latency, no faults.</summary>
    public static TableLimits Harmless { get; } = new() { PartitionRate = 1e9, AccountRate = 1e9, Latency = TableLimits.None };

    /// <summary>Azurite itself.</summary>
    public string Direct => _storage.ConnectionString;

    /// <summary>Azurite through the proxy.</summary>
    public string Through => Proxy.ConnectionString;

    public LimitProxy Proxy { get; }

    public static async Task<LimitedStorage> StartAsync(TableLimits limits, TimeProvider? time = null)
    {
        var storage = await TestStorage.StartAsync();
        return new LimitedStorage(storage, await LimitProxy.StartAsync(storage.ConnectionString, limits, TestContext.Current.CancellationToken, time));
    }

    /// <summary>Pages of one to seven rows; before each third page one without any.</summary>
    public static TableLimits OddPages()
    {
        var (pages, asked) = (0, 0);
        return Harmless with { PageRows = () => (Interlocked.Increment(ref pages) % 7) + 1, PageIsEmpty = () => Interlocked.Increment(ref asked) % 3 == 0 };
    }

    /// <summary>Of every two writes the answer of one is lost, the first time that it is tried.</summary>
    public static TableLimits LostAnswers()
    {
        var tried = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var writes = 0;
        return Harmless with { TimesOut = request => tried.TryAdd(request.Id, true) && Interlocked.Increment(ref writes) % 2 == 1 };
    }

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        await _storage.DisposeAsync();
    }
}
