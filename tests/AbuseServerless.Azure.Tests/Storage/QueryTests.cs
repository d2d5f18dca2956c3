using AbuseServerless.Azure.Storage;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Tests.Storage;

/// <summary>What Table Storage would walk whole tables for is asked by sweeps alone, which are few.</summary>
public sealed class QueryTests
{
    [Theory]
    [InlineData("")]
    [InlineData("RowKey eq 'a' or RowKey eq 'b'")]
    [InlineData("State eq 'Active' and PartitionKey eq 'a'")]
    [InlineData("PartitionKey ge 'a' and PartitionKey lt 'b'")]
    [InlineData("PartitionKey ne 'a'")]
    public void A_query_that_does_not_begin_with_one_partition_is_refused(string filter)
    {
        var tables = new Tables(new TableServiceClient("UseDevelopmentStorage=true"));

        var refusal = Assert.Throws<ArgumentException>(() => tables.QueryAsync(Tables.Suspensions, filter, TestContext.Current.CancellationToken));

        Assert.Contains("does not begin with one partition", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PartitionKey eq 'a'", true)]
    [InlineData("PartitionKey eq 'a' and RowKey ge 'b' and RowKey lt 'c'", true)]
    [InlineData("PartitionKey eq 'a' and State eq 'Active'", false)]
    [InlineData("PartitionKey eq 'a' and (RowKey eq 'b' or RowKey eq 'c')", false)]
    [InlineData("PartitionKey eq 'a' or PartitionKey eq 'b'", false)]
    public async Task A_query_that_walks_rows_is_refused_in_every_test(string filter, bool passes)
    {
        await using var storage = await TestStorage.StartAsync();
        var asked = new Tables(TestStorage.Open(storage.ConnectionString)).QueryAsync(Tables.Suspensions, filter, TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken).AsTask();

        Assert.Equal(passes ? null : typeof(InvalidOperationException), (await Record.ExceptionAsync(() => asked))?.GetType());
    }

    [Fact]
    public async Task A_sweep_passes_under_a_name_that_is_listed_only()
    {
        await using var storage = await TestStorage.StartAsync();
        var tables = new Tables(TestStorage.Open(storage.ConnectionString));

        Assert.Equal(0, await tables.SweepAsync(Tables.AuditLog, "news", "State eq 'Active'", TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<InvalidOperationException>(() => tables.SweepAsync(Tables.AuditLog, "unheard of", "", TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken).AsTask());
    }
}
