using AbuseServerless.Local.Processes;

namespace AbuseServerless.Azure.Tests;

/// <summary>A real Azurite in memory for one test.</summary>
internal sealed class TestStorage : IAsyncDisposable
{
    private TestStorage(Azurite azurite) => Azurite = azurite;

    public Azurite Azurite { get; }

    public string ConnectionString => Azurite.ConnectionString;

    public static async Task<TestStorage> StartAsync() => new(await Azurite.StartAsync(new AzuriteOptions(), TestContext.Current.CancellationToken));

    public ValueTask DisposeAsync() => Azurite.DisposeAsync();
}
