using AbuseServerless.StorageLimits;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Functions.Tests;

/// <summary>The Azurite of all tests behind a <see cref="SweepGuard"/>: if a worker, or a test, asked for what walks rows and is no named sweep, the run fails when its last test has ended.</summary>
public sealed class GuardedAzurite : IAsyncDisposable
{
    private readonly SharedAzurite _azurite = new();
    private readonly Lazy<Task<SweepGuard>> _guard;

    public GuardedAzurite() => _guard = new(async () => await SweepGuard.StartAsync(await _azurite.TakeAccountAsync(), CancellationToken.None));

    /// <summary>What notices.</summary>
    internal Task<SweepGuard> Guard => _guard.Value;

    /// <summary>Connection string of an account that nobody has had, through the guard.</summary>
    public async Task<string> TakeAccountAsync() => (await Guard).Through(await TakeUnguardedAsync());

    /// <summary>The same past the guard.</summary>
    public Task<string> TakeUnguardedAsync() => _azurite.TakeAccountAsync();

    public async ValueTask DisposeAsync()
    {
        await using (_azurite)
        {
            if (_guard.IsValueCreated)
            {
                await (await _guard.Value).DisposeAsync();
            }
        }
    }
}
