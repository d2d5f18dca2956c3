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

    /// <exception cref="FormatException">The row is no exemption.</exception>
    public static Exemption Read(TableEntity row) =>
        Exemption.Of(
            row.Known<ExemptionKind>(nameof(Exemption.Kind)),
            row.Text(nameof(Exemption.Value)),
            row.TextIfAny(nameof(Exemption.By))!,
            row.TextIfAny(nameof(Exemption.Reason))!,
            row.Time(nameof(Exemption.Since))) with
        {
            WatchOnly = row[nameof(Exemption.WatchOnly)] as bool? ?? throw new FormatException("WatchOnly is missing, or neither true nor false."),
            Until = row.TimeIfAny(nameof(Exemption.Until)),
        };
}
