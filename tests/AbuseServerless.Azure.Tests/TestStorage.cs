using AbuseServerless.Testing.Runtime;

[assembly: AssemblyFixture(typeof(SharedAzurite))]

namespace AbuseServerless.Azure.Tests;

/// <summary>The tables of one test: an account of its own in the Azurite of all tests.</summary>
internal sealed class TestStorage : IAsyncDisposable
{
    private TestStorage(string connectionString) => ConnectionString = connectionString;

    public string ConnectionString { get; }

    public static async Task<TestStorage> StartAsync()
    {
        var azurite = await TestContext.Current.GetFixture<SharedAzurite>();
        return new TestStorage(await azurite!.TakeAccountAsync());
    }

    /// <summary>The tables go with the Azurite of all tests.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
