using System.Collections.Concurrent;
using Azure;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Azure.Storage;

/// <summary>The tables of one storage account, each made on first use.</summary>
public sealed class Tables(TableServiceClient service, ILogger<Tables>? logger = null)
{
    /// <summary>What is remembered of accounts: what the names of its tables begin with, one for each bucket.</summary>
    public const string AccountActivity = nameof(AccountActivity);

    /// <summary>Where accounts stand, and what is due to be done about them.</summary>
    public const string Suspensions = nameof(Suspensions);

    /// <summary>One row for each transition, partitioned by UTC day; append-only.</summary>
    public const string AuditLog = nameof(AuditLog);

    /// <summary>What does not count, or counts to watch only.</summary>
    public const string Exemptions = nameof(Exemptions);

    /// <summary>Messages that were rejected, partitioned by the UTC day on which they were enqueued.</summary>
    public const string DeadLetters = nameof(DeadLetters);

    /// <summary>What was counted of deliveries, partitioned by day.</summary>
    public const string DeliveryCounts = nameof(DeliveryCounts);

    /// <summary>The daily statistics, partitioned by day.</summary>
    public const string DailyStats = nameof(DailyStats);

    /// <summary>What gates and workers write: that they run, when they last refused an account, and how much mail accounts with a plan have sent. The one table that gates may write to.</summary>
    public const string Gates = nameof(Gates);

    /// <summary>How much mail accounts may send, and who has which plan.</summary>
    public const string Plans = nameof(Plans);

    /// <summary>From which countries accounts may be used.</summary>
    public const string Allowances = nameof(Allowances);

    /// <summary>Which accounts were used at which addresses of unfamiliar networks, partitioned by UTC day.</summary>
    public const string SharedOrigins = nameof(SharedOrigins);

    private readonly ConcurrentDictionary<string, Lazy<Task<TableClient>>> _tables = new(StringComparer.Ordinal);

    /// <summary>Where the tables are.</summary>
    public Uri Uri => service.Uri;

    /// <summary>Rows that could not be read, and were left out.</summary>
    public UnreadableRows Unreadable { get; } = new(logger);

    /// <summary>Runs a request against a table, translating the SDK's faults.</summary>
    /// <exception cref="StorageException">The request failed.</exception>
    public async Task<T> RunAsync<T>(string table, string doing, Func<TableClient, Task<T>> request, CancellationToken cancellationToken)
    {
        try
        {
            return await request(await OpenAsync(table, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (Exception e) when (StorageException.IsFault(e))
        {
            throw StorageException.From(e, $"{doing} (table {table})");
        }
    }

    /// <summary>Reads a row; null where there is none.</summary>
    /// <exception cref="StorageException">The request failed.</exception>
    internal Task<TableEntity?> FindAsync(string table, string doing, string partition, string key, CancellationToken cancellationToken, IEnumerable<string>? select = null) =>
        RunAsync(table, doing, client => client.FindAsync(partition, key, cancellationToken, select), cancellationToken);

    /// <summary>Streams rows between two keys of one partition, translating the SDK's faults.</summary>
    /// <param name="table">The table.</param>
    /// <param name="filter">Begins with the partition, and names nothing but row keys besides: the service walks the rows that it answers, and no others.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <param name="select">The properties wanted; null for all.</param>
    /// <param name="most">Rows a request, from 1 to 1,000.</param>
    /// <exception cref="ArgumentException">The filter does not begin with one partition: see <see cref="SweepAsync"/>.</exception>
    /// <exception cref="StorageException">A request failed.</exception>
    public IAsyncEnumerable<TableEntity> QueryAsync(string table, string filter, CancellationToken cancellationToken, IEnumerable<string>? select = null, int most = 1_000)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.StartsWith("PartitionKey eq '", StringComparison.Ordinal)
            ? PagesAsync(table, null, filter, select, most, cancellationToken)
            : throw new ArgumentException($"A query of {table} does not begin with one partition, so that the service would walk others.", nameof(filter));
    }

    /// <summary>Streams rows for which the service walks others: of several partitions, or by what is in no key. Not for what is asked for each event or login.</summary>
    /// <param name="table">The table.</param>
    /// <param name="sweep">What it is for, under which tests allow it: a new one is weighed there. It begins the client's number of each request (<c>x-ms-client-request-id</c>), which the service's logs have.</param>
    /// <param name="filter">Which rows are answered; empty for all.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <param name="select">The properties wanted; null for all.</param>
    /// <param name="most">Rows a request, from 1 to 1,000.</param>
    /// <exception cref="StorageException">A request failed.</exception>
    public IAsyncEnumerable<TableEntity> SweepAsync(string table, string sweep, string filter, CancellationToken cancellationToken, IEnumerable<string>? select = null, int most = 1_000) =>
        PagesAsync(table, sweep, filter, select, most, cancellationToken);

    private async IAsyncEnumerable<TableEntity> PagesAsync(
        string table,
        string? sweep,
        string filter,
        IEnumerable<string>? select,
        int most,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var client = await RunAsync(table, "Opening", Task.FromResult, cancellationToken).ConfigureAwait(false);
        var pages = client.QueryAsync<TableEntity>(filter, most, select, cancellationToken).AsPages().GetAsyncEnumerator(cancellationToken);
        await using (pages.ConfigureAwait(false))
        {
            while (await RunAsync(table, "Reading", _ => MoveNextAsync(pages, sweep), cancellationToken).ConfigureAwait(false))
            {
                foreach (var row in pages.Current.Values)
                {
                    yield return row;
                }
            }
        }
    }

    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<Page<TableEntity>> pages, string? sweep)
    {
        using (sweep is null ? null : HttpPipeline.CreateClientRequestIdScope($"{sweep}/{Guid.NewGuid()}"))
        {
            return await pages.MoveNextAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Carries out a transaction.</summary>
    /// <returns>The rows' new versions in their order; null where a row (<see cref="RowTransaction.Refused"/>) was not what the transaction takes it for, and nothing was done.</returns>
    /// <exception cref="StorageException">The request failed.</exception>
    internal Task<IReadOnlyList<RowVersion>?> SubmitAsync(string table, string doing, RowTransaction transaction, CancellationToken cancellationToken) => RunAsync(
        table,
        doing,
        async client =>
        {
            try
            {
                await TransactionPolicy.SendAsync(client, transaction, cancellationToken).ConfigureAwait(false);
                return transaction.Versions ?? throw new StorageException(StorageFault.Unavailable, $"{doing} failed: the answer names no versions of the rows.");
            }
            catch (TableTransactionFailedException e) when (e.Status is 409 or 412 || e.ErrorCode == TableErrorCode.ResourceNotFound)
            {
                transaction.Refused = e.FailedTransactionActionIndex;
                return null;
            }
        },
        cancellationToken);

    /// <summary>Where a table is.</summary>
    internal Uri UriOf(string table) => service.GetTableClient(table).Uri;

    private async Task<TableClient> OpenAsync(string table, CancellationToken cancellationToken)
    {
        // Lazy: of several first uses at once, one makes the table, and all hear how that went.
        var opening = _tables.GetOrAdd(table, name => new Lazy<Task<TableClient>>(() => CreateAsync(name)));
        try
        {
            return await opening.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch when (opening.Value.IsFaulted)
        {
            // The next use tries again.
            _tables.TryRemove(new(table, opening));
            throw;
        }
    }

    private async Task<TableClient> CreateAsync(string table)
    {
        var client = service.GetTableClient(table);
        try
        {
            await client.CreateIfNotExistsAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (RequestFailedException e) when (e.Status == 403)
        {
            // Who may only read may make no table. Whether this one is there, and may be read, the request itself will tell.
        }

        return client;
    }
}
