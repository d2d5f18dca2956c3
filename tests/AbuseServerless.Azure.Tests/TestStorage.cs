using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Tests.Storage;
using AbuseServerless.Testing.Runtime;
using Azure.Core;
using Azure.Data.Tables;

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

    /// <summary>A client that refuses what walks rows.</summary>
    public static TableServiceClient Open(string connectionString, TableClientOptions? options = null)
    {
        options ??= new TableClientOptions();
        options.AddPolicy(new NoWalks(), HttpPipelinePosition.PerCall);
        return StorageConnection.Open(connectionString, options);
    }

    /// <summary>The tables go with the Azurite of all tests.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
