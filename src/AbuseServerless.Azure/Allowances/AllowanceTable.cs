using AbuseServerless.Accounts;
using AbuseServerless.Allowances;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using Azure;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Allowances;

/// <summary>From which countries accounts and domains may be used. A change is put on record before it is made, and those who enforce it find it by the version, which is written with it.</summary>
public sealed class AllowanceTable(Tables tables, AuditTable audit)
{
    /// <summary>Streams the allowances: a request per 1,000.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public IAsyncEnumerable<Allowance> ReadAsync(CancellationToken cancellationToken) => tables.QueryAsync(Tables.Allowances, Rows, cancellationToken).Select(row => tables.Unreadable.TryRead(Tables.Allowances, row, AllowanceEntity.Read)).OfType<Allowance>();

    /// <summary>Reads what those need who enforce it. Of the version that was found before, or of a later one.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<AllowanceSet> ReadRulesAsync(CancellationToken cancellationToken)
    {
        var rules = await tables.QueryAsync(Tables.Allowances, Rows, cancellationToken, AllowanceEntity.ColumnsOfRule).Select(AllowanceEntity.ReadRule).ToListAsync(cancellationToken).ConfigureAwait(false);
        return new AllowanceSet(rules.OfType<KeyValuePair<string, string[]>>());
    }

    /// <summary>The version of what is stored: another one whenever something was changed; null where nothing ever was.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<string?> FindVersionAsync(CancellationToken cancellationToken) =>
        await FindRowAsync(AllowanceEntity.VersionKey, cancellationToken).ConfigureAwait(false) is { } row ? AllowanceEntity.ReadVersion(row) : null;

    /// <summary>The allowance of an account or a domain itself; null where it has none.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<Allowance?> FindAsync(AllowanceSubject subject, CancellationToken cancellationToken) =>
        await FindRowAsync(AllowanceEntity.KeyOf(subject), cancellationToken).ConfigureAwait(false) is { } row ? AllowanceEntity.Read(row) : null;

    /// <summary>The allowance that counts for an account: its own, or else that of its domain; null where it may be used from everywhere.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<Allowance?> FindCountingAsync(AccountName account, CancellationToken cancellationToken) =>
        await FindAsync(AllowanceSubject.Of(account), cancellationToken).ConfigureAwait(false) is { } own ? own
        : AllowanceSubject.DomainOf(account) is { } domain ? await FindAsync(domain, cancellationToken).ConfigureAwait(false)
        : null;

    /// <summary>Sets an allowance in place of the one of the same account or domain.</summary>
    /// <returns>Whether it was set: nothing is done, and nothing put on record, where the same one was set for the same reason before.</returns>
    /// <exception cref="StorageException">Storage failed. It may be on record and not be set: doing it again is safe.</exception>
    public async Task<(Allowance Allowance, bool Changed)> SetAsync(Allowance allowance, CancellationToken cancellationToken)
    {
        if (await FindAsync(allowance.Subject, cancellationToken).ConfigureAwait(false) is { } standing && standing.Says(allowance))
        {
            return (standing, false);
        }

        await RecordAsync(OperatorActKind.AllowanceSet, allowance, allowance.Since, allowance.By, allowance.Reason, cancellationToken).ConfigureAwait(false);
        await SubmitAsync("Setting an allowance", new(TableTransactionActionType.UpsertReplace, AllowanceEntity.Write(allowance)), cancellationToken).ConfigureAwait(false);
        return (allowance, true);
    }

    /// <summary>Removes an allowance.</summary>
    /// <returns>What was removed; null where there was none.</returns>
    /// <exception cref="StorageException">Storage failed. It may be on record and not be removed: doing it again is safe.</exception>
    public async Task<Allowance?> RemoveAsync(AllowanceSubject subject, DateTimeOffset now, string by, string reason, CancellationToken cancellationToken)
    {
        if (await FindAsync(subject, cancellationToken).ConfigureAwait(false) is not { } standing)
        {
            return null;
        }

        await RecordAsync(OperatorActKind.AllowanceRemoved, standing, now, by, reason, cancellationToken).ConfigureAwait(false);
        try
        {
            await SubmitAsync("Removing an allowance", new(TableTransactionActionType.Delete, new TableEntity(AllowanceEntity.Partition, AllowanceEntity.KeyOf(subject)), ETag.All), cancellationToken).ConfigureAwait(false);
        }
        catch (StorageException e) when (e.Fault == StorageFault.NotFound)
        {
            // Somebody else was faster.
        }

        return standing;
    }

    /// <summary>Filter for the allowances.</summary>
    internal static string Rows => TableClient.CreateQueryFilter(
        $"PartitionKey eq {AllowanceEntity.Partition} and RowKey ge {AllowanceEntity.Prefix} and RowKey lt {TableKey.End(AllowanceEntity.Prefix)}");

    private Task RecordAsync(OperatorActKind kind, Allowance allowance, DateTimeOffset time, string by, string reason, CancellationToken cancellationToken) => audit.RecordAsync(
        new OperatorAct(time, kind, by, $"{string.Join(", ", allowance.Countries)}. {reason}") { Account = allowance.Subject.Value }, cancellationToken);

    private Task<TableEntity?> FindRowAsync(string key, CancellationToken cancellationToken) =>
        tables.FindAsync(Tables.Allowances, "Reading an allowance", AllowanceEntity.Partition, key, cancellationToken);

    private async Task SubmitAsync(string doing, TableTransactionAction action, CancellationToken cancellationToken) => await tables.RunAsync(
        Tables.Allowances,
        doing,
        table => table.SubmitTransactionAsync([action, new(TableTransactionActionType.UpsertReplace, AllowanceEntity.Version())], cancellationToken),
        cancellationToken).ConfigureAwait(false);
}
