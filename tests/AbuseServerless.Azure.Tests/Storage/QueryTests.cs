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
    public void A_query_that_names_no_partition_is_refused(string filter)
    {
        var tables = new Tables(new TableServiceClient("UseDevelopmentStorage=true"));

        var refusal = Assert.Throws<ArgumentException>(() => tables.QueryAsync(Tables.Suspensions, filter, TestContext.Current.CancellationToken));

        Assert.Contains("names no partition", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sweeps_are_of_these_tables() => Assert.Equal(
        ["AuditLog", "DeadLetters", "Exemptions"],
        Directory.EnumerateFiles(RepositoryRoot.Combine("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(file => File.ReadAllText(file).Split(".SweepAsync(Tables.").Skip(1))
            .Select(call => call[..call.IndexOf(',', StringComparison.Ordinal)])
            .Distinct()
            .Order(StringComparer.Ordinal));
}
