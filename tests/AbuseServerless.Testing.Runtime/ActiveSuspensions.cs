using System.Globalization;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Suspensions;
using Azure.Data.Tables;

namespace AbuseServerless.Testing.Runtime;

/// <summary>Many active suspensions, put into the table without the transitions that would have led there.</summary>
public static class ActiveSuspensions
{
    private const string Partition = "suspensions";
    private const int RowsPerTransaction = 100;

    public static string Account(int number) => string.Create(CultureInfo.InvariantCulture, $"suspended{number}@example.jp");

    public static async Task WriteAsync(string storage, int count, CancellationToken cancellationToken)
    {
        var table = StorageConnection.Open(storage).GetTableClient(Tables.Suspensions);
        await table.CreateIfNotExistsAsync(cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken };
        var since = TimeProvider.System.GetUtcNow();
        await Parallel.ForEachAsync(Enumerable.Range(0, count).Chunk(RowsPerTransaction), options, async (numbers, cancel) =>
            await table.SubmitTransactionAsync(numbers.Select(number => new TableTransactionAction(TableTransactionActionType.UpsertReplace, Row(number, since))), cancel));
    }

    private static TableEntity Row(int number, DateTimeOffset since) => new(Partition, "a:" + TableKey.Of(AccountName.Parse(Account(number))))
    {
        [nameof(Suspension.Account)] = Account(number),
        [nameof(Suspension.State)] = nameof(SuspensionState.Active),
        [nameof(Suspension.From)] = nameof(SuspensionState.Watched),
        [nameof(Suspension.Since)] = since,
        [nameof(Suspension.By)] = "net:Countries",
        [nameof(Suspension.Reason)] = "Seen in 10 countries (threshold 10).",
        [nameof(Suspension.Transitions)] = 2,
        [nameof(Suspension.Activations)] = 1,
        [nameof(Suspension.Judgement)] = nameof(Judgement.None),
        [nameof(Suspension.Decision)] = "",
    };
}
