using AbuseServerless.Accounts;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Deliveries;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Deliveries;
using AbuseServerless.Detection.Account;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Local.Stack;

/// <summary>What the functions have left in the tables.</summary>
internal sealed class StackTables
{
    private readonly ActivityTable _activity;
    private readonly SuspensionTable _suspensions;
    private readonly DeadLetterTable _deadLetters;
    private readonly DeliveryCountTable _deliveries;
    private readonly EnforcementTable _enforcement;

    public StackTables(string storage)
    {
        var tables = new Tables(StorageConnection.Open(storage));
        _activity = new ActivityTable(tables);
        _deadLetters = new DeadLetterTable(tables);
        _deliveries = new DeliveryCountTable(tables);
        _enforcement = new EnforcementTable(tables, new AuditTable(tables), TimeProvider.System);
        _suspensions = new SuspensionTable(
            tables, new AuditTable(tables), _activity, new SuspensionRules(Options.Create(new EnforcementOptions())), TimeProvider.System);
    }

    /// <summary>Accounts of which something is remembered.</summary>
    public async Task<int> CountAccountsAsync(CancellationToken cancellationToken) => await _activity.ReadAllAsync(cancellationToken).CountAsync(cancellationToken);

    /// <summary>The deliveries of some UTC days, and of the days of other zones that they touch, by provider.</summary>
    public async Task<IReadOnlyDictionary<string, DeliveryTally>> ReadDeliveriesAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var providers = new SortedDictionary<string, DeliveryTally>(StringComparer.Ordinal);
        for (var day = from.AddDays(-1); day <= to.AddDays(1); day = day.AddDays(1))
        {
            await foreach (var (provider, counted) in _deliveries.ReadAsync(day, cancellationToken))
            {
                providers[provider] = providers.GetValueOrDefault(provider, DeliveryTally.Empty).Add(counted.Tally);
            }
        }

        return providers;
    }

    /// <summary>Rejected messages.</summary>
    public async Task<int> CountDeadLettersAsync(CancellationToken cancellationToken) => await _deadLetters.ReadAsync(cancellationToken).Select(letter => letter.Messages).SumAsync(cancellationToken);

    /// <summary>Suspensions in these states, by account.</summary>
    public ValueTask<List<Suspension>> ReadSuspensionsAsync(CancellationToken cancellationToken, params SuspensionState[] states) =>
        _suspensions.ReadAsync("", states, cancellationToken).OrderBy(suspension => suspension.Account.Value, StringComparer.Ordinal).ToListAsync(cancellationToken);

    /// <summary>Whether an operator has set that suspended accounts are refused; null where none has set anything.</summary>
    public Task<EnforcementChange?> FindEnforcementAsync(CancellationToken cancellationToken) => _enforcement.FindAsync(cancellationToken);

    /// <summary>Where one account stands; null where nothing was ever decided.</summary>
    public Task<Suspension?> FindSuspensionAsync(AccountName account, CancellationToken cancellationToken) => _suspensions.FindAsync(account, cancellationToken);

    /// <summary>What is remembered of one account; null where nothing is.</summary>
    public async Task<AccountActivity?> FindActivityAsync(AccountName account, CancellationToken cancellationToken) =>
        await _activity.FindAsync(account, cancellationToken) is { } row ? row.Read() : null;
}
