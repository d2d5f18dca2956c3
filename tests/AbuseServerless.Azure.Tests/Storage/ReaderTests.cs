using AbuseServerless.Accounts;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace AbuseServerless.Azure.Tests.Storage;

/// <summary>An operator with the role Storage Table Data Reader.</summary>
public sealed class ReaderTests
{
    [Fact]
    public async Task Who_may_only_read_reads_the_tables_that_are_there()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var alice = AccountName.Parse("alice");
        await worker.Processor.ProcessAsync(Worker.Batch([Worker.Event("alice", 1, 0)]), TestContext.Current.CancellationToken);

        var noNewTables = new NoNewTables();
        using var reader = Worker.On(storage.ConnectionString, noNewTables);
        Assert.NotNull(await reader.Activity.FindAsync(alice, TestContext.Current.CancellationToken));
        Assert.Equal(1, noNewTables.Refused);
        var all = await reader.Activity.ReadAllAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(alice, Assert.Single(all).Account);
    }

    /// <summary>Azurite knows no roles: this refuses what the service refuses to a reader.</summary>
    private sealed class NoNewTables : HttpPipelinePolicy
    {
        public int Refused { get; private set; }

        public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("All requests are asynchronous.");

        public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
        {
            if (message.Request.Method == RequestMethod.Post && message.Request.Uri.Path.EndsWith("/Tables", StringComparison.Ordinal))
            {
                Refused++;
                throw new RequestFailedException(403, "Not authorized.", "AuthorizationPermissionMismatch", null);
            }

            return ProcessNextAsync(message, pipeline);
        }
    }
}
