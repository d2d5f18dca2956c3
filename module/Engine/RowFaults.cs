using AbuseServerless.Azure.Exemptions;
using AbuseServerless.Azure.Storage;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Which rows could not be read and were left out, in sentences that say what to do.</summary>
internal static class RowFaults
{
    public static IReadOnlyList<string> Of((IReadOnlyList<UnreadableRow> Rows, int Further) unreadable) =>
    [
        .. unreadable.Rows.Select(Of),
        .. unreadable.Further == 0 ? Array.Empty<string>() : [$"{Quantity.Of(unreadable.Further, "further row")} that cannot be read {(unreadable.Further == 1 ? "is" : "are")} not shown."],
    ];

    private static string Of(UnreadableRow row) => $"Row '{row.RowKey}' of table {row.Table} cannot be read and counts for nothing: {row.Why} {Advice(row)}";

    private static string Advice(UnreadableRow row) => row.Table switch
    {
        Tables.Exemptions when ExemptionTable.NamedBy(row.RowKey) is var (kind, value) => $"To remove it: Remove-GeoExemption -Kind {kind} -Value {Quoted(value)}.",

        // The audit log is never changed.
        Tables.AuditLog => "If a later version wrote it, update this module.",
        _ => $"If a later version wrote it, update this module. To remove it: az storage entity delete --table-name {row.Table} --partition-key {Quoted(row.PartitionKey)} --row-key {Quoted(row.RowKey)}.",
    };

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
