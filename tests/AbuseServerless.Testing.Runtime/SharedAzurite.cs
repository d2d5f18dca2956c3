using System.Globalization;
using AbuseServerless.Local.Processes;

namespace AbuseServerless.Testing.Runtime;

/// <summary>One Azurite in memory for all tests of an assembly (an assembly fixture), started when the first asks. Each test takes an account of its own, whose tables no other test sees.</summary>
public sealed class SharedAzurite : IAsyncDisposable
{
    // All of them are told to Azurite in one variable of its environment, of which Linux allows 128 KiB.
    private static readonly string[] Accounts = [.. Enumerable.Range(0, 1_000).Select(number => string.Create(CultureInfo.InvariantCulture, $"test{number}"))];

    private readonly Lazy<Task<Azurite>> _azurite = new(() => Azurite.StartAsync(new AzuriteOptions { MoreAccounts = Accounts }));
    private int _taken = -1;

    /// <summary>Connection string of an account that nobody has had.</summary>
    public async Task<string> TakeAccountAsync() => (await _azurite.Value).ConnectionStringTo(Accounts[Interlocked.Increment(ref _taken)]);

    public async ValueTask DisposeAsync()
    {
        if (_azurite.IsValueCreated)
        {
            await (await _azurite.Value).DisposeAsync();
        }
    }
}
