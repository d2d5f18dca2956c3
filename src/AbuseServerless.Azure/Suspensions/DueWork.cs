using System.Globalization;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Suspensions;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Suspensions;

/// <summary>What is to be done about a suspension.</summary>
internal enum WorkKind
{
    /// <summary>Put the transition into the audit log.</summary>
    Record,

    /// <summary>Make a pending suspension active.</summary>
    Activate,

    /// <summary>End a suspension or a watch whose time is over.</summary>
    Expire,
}

/// <summary>
/// A row beside the suspensions, written in the same transaction as the transition that calls for it and deleted when it is done. Its key begins with the time at which it is due, so
/// that the timer reads just what is due and scans no account.
/// </summary>
internal sealed record DueWork(WorkKind Kind, DateTimeOffset Due, Suspension Suspension)
{
    public const string Prefix = "w:";

    /// <summary>The work that a transition calls for.</summary>
    public static IEnumerable<DueWork> Of(Suspension next)
    {
        yield return new DueWork(WorkKind.Record, next.Since, next);
        if (next.State == SuspensionState.Pending)
        {
            yield return new DueWork(WorkKind.Activate, next.Since, next);
        }

        if (next is { IsOpen: true, Until: { } until })
        {
            yield return new DueWork(WorkKind.Expire, until, next);
        }
    }

    public string RowKey => string.Create(
        CultureInfo.InvariantCulture, $"{Prefix}{Due.UtcTicks:D19}:{(int)Kind}:{Suspension.Transitions}:{TableKey.Of(Suspension.Account)}");

    /// <summary>Filter for the work that is due.</summary>
    public static string DueAt(DateTimeOffset now)
    {
        var last = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{now.UtcTicks + 1:D19}");
        return TableClient.CreateQueryFilter($"PartitionKey eq {SuspensionEntity.Partition} and RowKey ge {Prefix} and RowKey lt {last}");
    }

    public TableEntity Write()
    {
        var row = SuspensionEntity.Write(Suspension, SuspensionEntity.Partition, RowKey);
        row[nameof(Kind)] = Kind.ToString();
        row[nameof(Due)] = Due;
        return row;
    }

    public static DueWork Read(TableEntity row) =>
        new(Enum.Parse<WorkKind>(row.GetString(nameof(Kind))), row.GetDateTimeOffset(nameof(Due))!.Value, SuspensionEntity.Read(row));
}
