using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Quotas;
using Azure;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Quotas;

/// <summary>The plans, and whom they are for. A change is put on record before it is made, and gates find it by its version, which is written last.</summary>
public sealed class PlanTable(Tables tables, AuditTable audit)
{
    private const int MaximumRows = 100;

    /// <summary>Reads all of it: a request per 1,000 rows.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<StoredPlans> ReadAsync(CancellationToken cancellationToken)
    {
        var (plans, given, unreadable) = (new List<Plan>(), new List<KeyValuePair<PlanPattern, string>>(), new List<UnreadablePlanRow>());
        await foreach (var row in tables.QueryAsync(Tables.Plans, TableClient.CreateQueryFilter($"PartitionKey eq {PlanEntity.Partition}"), cancellationToken).ConfigureAwait(false))
        {
            try
            {
                if (PlanEntity.IsPlan(row))
                {
                    plans.Add(PlanEntity.Read(row));
                }
                else if (PlanEntity.IsGiven(row))
                {
                    given.Add(PlanEntity.ReadGiven(row));
                }
            }
            catch (Exception e) when (e is FormatException or ArgumentException)
            {
                // Written by hand or by another version: the others hold all the same.
                unreadable.Add(new(row.RowKey, e is ArgumentOutOfRangeException range ? FormattableString.Invariant($"{range.ParamName} is {range.ActualValue}, which it may not be.") : e.Message));
            }
        }

        return new StoredPlans(plans, given) { Unreadable = unreadable };
    }

    /// <summary>The version of what is stored; null where nothing was ever changed.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<string?> FindVersionAsync(CancellationToken cancellationToken) =>
        await tables.FindAsync(Tables.Plans, "Reading the version of the plans", PlanEntity.Partition, PlanEntity.VersionKey, cancellationToken).ConfigureAwait(false) is { } row
            ? PlanEntity.ReadVersion(row)
            : null;

    /// <summary>Sets a plan, and gives it to some in place of the one that they had. Doing it twice changes nothing more.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="given">To whom.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>Who has the plan now.</returns>
    /// <exception cref="StorageException">Storage failed; some may be done.</exception>
    public async Task<IReadOnlyList<PlanPattern>> SetAsync(Plan plan, IReadOnlyCollection<PlanPattern> given, CancellationToken cancellationToken)
    {
        var stored = await ReadAsync(cancellationToken).ConfigureAwait(false);
        KeyValuePair<PlanPattern, string>[] taken = [.. stored.Given.Where(other => other.Value != plan.Name && given.Contains(other.Key))];
        await audit.RecordAsync(PlanActs.OfSet(plan, stored, given, taken), cancellationToken).ConfigureAwait(false);
        await SubmitAsync(
            "Setting a plan",
            [
                new(TableTransactionActionType.UpsertReplace, PlanEntity.Write(plan)),
                .. given.Distinct().Select(pattern => new TableTransactionAction(TableTransactionActionType.UpsertReplace, PlanEntity.Write(pattern, plan.Name))),
            ],
            cancellationToken).ConfigureAwait(false);
        return [.. stored.Given.Where(one => one.Value == plan.Name).Select(one => one.Key).Union(given)];
    }

    /// <summary>Removes a plan with all whom it is for, or takes it from some of them; also one that cannot be read, and one that does not exist but that some have.</summary>
    /// <param name="name">The plan, or the key of a row that cannot be read.</param>
    /// <param name="from">From whom it is taken; empty to remove it. Those who have another one keep that.</param>
    /// <param name="now">Now, UTC.</param>
    /// <param name="by">The operator.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>Whether there was something to do.</returns>
    /// <exception cref="StorageException">Storage failed; some may be done.</exception>
    public async Task<bool> RemoveAsync(string name, IReadOnlyCollection<PlanPattern> from, DateTimeOffset now, string by, string reason, CancellationToken cancellationToken)
    {
        var stored = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var removed = from.Count == 0 ? stored.Plans.FirstOrDefault(plan => plan.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) : null;
        PlanPattern[] taken = [.. stored.Given.Where(given => given.Value.Equals(name, StringComparison.OrdinalIgnoreCase) && (from.Count == 0 || from.Contains(given.Key))).Select(given => given.Key)];
        UnreadablePlanRow[] unreadable =
        [
            .. stored.Unreadable.Where(row => from.Count > 0 ? from.Any(pattern => PlanEntity.KeyOf(pattern) == row.Key)
                : row.Key == name || (removed is null && row.Key.Equals(PlanEntity.KeyOf(name), StringComparison.OrdinalIgnoreCase))),
        ];
        if (removed is null && taken.Length + unreadable.Length == 0)
        {
            return false;
        }

        await audit.RecordAsync(PlanActs.OfRemoval(name, removed, taken, unreadable, now, by, reason), cancellationToken).ConfigureAwait(false);
        await SubmitAsync(
            "Removing a plan",
            [
                .. taken.Select(pattern => Delete(PlanEntity.KeyOf(pattern))),
                .. removed is null ? [] : new[] { Delete(PlanEntity.KeyOf(removed.Name)) },
                .. unreadable.Select(row => Delete(row.Key)),
            ],
            cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static TableTransactionAction Delete(string rowKey) => new(TableTransactionActionType.Delete, new TableEntity(PlanEntity.Partition, rowKey), ETag.All);

    private async Task SubmitAsync(string doing, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        foreach (var chunk in actions.Chunk(MaximumRows - 1))
        {
            TableTransactionAction[] whole = [.. chunk, new(TableTransactionActionType.UpsertReplace, PlanEntity.Version())];
            await tables.RunAsync(Tables.Plans, doing, table => table.SubmitTransactionAsync(whole, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }
}
