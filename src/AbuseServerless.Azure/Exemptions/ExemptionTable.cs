using AbuseServerless.Azure.Storage;
using AbuseServerless.Exemptions;
using Azure;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Exemptions;

/// <summary>The table of exemptions.</summary>
public sealed class ExemptionTable(Tables tables)
{
    private const string Partition = "exemptions";

    /// <summary>Gives an exemption, or replaces the one of the same kind and value.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public Task PutAsync(Exemption exemption, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Partition, RowKey(exemption.Kind, exemption.Value))
        {
            [nameof(Exemption.Kind)] = exemption.Kind.ToString(),
            [nameof(Exemption.Value)] = exemption.Value,
            [nameof(Exemption.WatchOnly)] = exemption.WatchOnly,
            [nameof(Exemption.By)] = exemption.By,
            [nameof(Exemption.Reason)] = exemption.Reason,
            [nameof(Exemption.Since)] = exemption.Since,
        };
        if (exemption.Until is { } until)
        {
            row[nameof(Exemption.Until)] = until;
        }

        return tables.RunAsync(
            Tables.Exemptions, "Writing an exemption", table => table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken), cancellationToken);
    }

    /// <summary>Takes an exemption back; false where there is none.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="value">Its value in normal form.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public Task<bool> RemoveAsync(ExemptionKind kind, string value, CancellationToken cancellationToken) =>
        tables.RunAsync(
            Tables.Exemptions,
            "Removing an exemption",
            async table =>
            {
                var response = await table.DeleteEntityAsync(Partition, RowKey(kind, value), ETag.All, cancellationToken).ConfigureAwait(false);
                return response.Status != 404;
            },
            cancellationToken);

    /// <summary>Streams the exemptions, those that are over too.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async IAsyncEnumerable<Exemption> ReadAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in tables.QueryAsync(Tables.Exemptions, "", cancellationToken).ConfigureAwait(false))
        {
            yield return Exemption.Of(
                Enum.Parse<ExemptionKind>(row.GetString(nameof(Exemption.Kind))),
                row.GetString(nameof(Exemption.Value)),
                row.GetString(nameof(Exemption.By)),
                row.GetString(nameof(Exemption.Reason)),
                row.GetDateTimeOffset(nameof(Exemption.Since))!.Value) with
            {
                WatchOnly = row.GetBoolean(nameof(Exemption.WatchOnly))!.Value,
                Until = row.GetDateTimeOffset(nameof(Exemption.Until)),
            };
        }
    }

    private static string RowKey(ExemptionKind kind, string value) => kind == ExemptionKind.Account
        ? $"{kind}:{TableKey.Of(AbuseServerless.Activity.AccountName.Parse(value))}"
        : $"{kind}:{TableKey.EscapeText(value)}";
}
