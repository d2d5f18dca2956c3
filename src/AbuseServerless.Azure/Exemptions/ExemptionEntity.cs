using AbuseServerless.Accounts;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Exemptions;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Exemptions;

/// <summary>An exemption as a row, and back.</summary>
internal static class ExemptionEntity
{
    public static string RowKey(ExemptionKind kind, string value) =>
        $"{kind}:{(kind == ExemptionKind.Account ? TableKey.Of(AccountName.Parse(value)) : TableKey.EscapeText(value))}";

    public static TableEntity Write(Exemption exemption, string partitionKey, string rowKey)
    {
        var row = new TableEntity(partitionKey, rowKey)
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

        return row;
    }

    public static Exemption Read(TableEntity row) =>
        Exemption.Of(
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
