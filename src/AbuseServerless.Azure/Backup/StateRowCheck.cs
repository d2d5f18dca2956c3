using AbuseServerless.Azure.Allowances;
using AbuseServerless.Azure.Exemptions;
using AbuseServerless.Azure.Quotas;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Backup;

/// <summary>Whether rows can be read by those who read their tables: a row or a file may be edited by hand, be damaged, or be of another version.</summary>
internal static class StateRowCheck
{
    /// <summary>The line of a row that can be read.</summary>
    /// <exception cref="FormatException">It cannot be read, as with the other exceptions of a reader.</exception>
    public static string Write(string table, TableEntity row)
    {
        Check(table, row);
        return StateFile.Write(table, row);
    }

    /// <summary>What is wrong with a row of a file; null where it can be read.</summary>
    public static StateRowFault? FindFault(StateRow row)
    {
        if (row.Fault is { } fault)
        {
            return new StateRowFault(row.Line, row.Table, row.Entity.RowKey ?? "", fault);
        }

        try
        {
            Check(row.Table, row.Entity);
            return null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException or NullReferenceException or KeyNotFoundException or System.Text.Json.JsonException)
        {
            return new StateRowFault(row.Line, row.Table, row.Entity.RowKey, e is FormatException ? e.Message : "A value is missing or wrong.");
        }
    }

    private static void Check(string table, TableEntity row)
    {
        var (partition, key, whose) = table switch
        {
            Tables.Suspensions => (SuspensionEntity.Partition, SuspensionEntity.RowKey(SuspensionEntity.Read(row).Account), "account's"),
            Tables.Exemptions => (ExemptionTable.Partition, KeyOf(ExemptionEntity.Read(row)), "exemption's"),
            Tables.Allowances => (AllowanceEntity.Partition, AllowanceEntity.KeyOf(AllowanceEntity.Read(row).Subject), "allowance's"),
            Tables.Plans => (PlanEntity.Partition, PlanEntity.IsPlan(row) ? PlanEntity.KeyOf(PlanEntity.Read(row).Name) : PlanEntity.KeyOf(PlanEntity.ReadGiven(row).Key), "plan's"),
            Tables.AuditLog => AuditEntity.Read(row) is not null ? (row.PartitionKey, row.RowKey, "") : default,
            _ => throw new FormatException($"Backups do not contain table '{table}'."),
        };
        if (row.PartitionKey != partition || row.RowKey != key)
        {
            throw new FormatException($"The key is not the {whose}.");
        }
    }

    private static string KeyOf(AbuseServerless.Exemptions.Exemption exemption) => ExemptionEntity.RowKey(exemption.Kind, exemption.Value);
}
