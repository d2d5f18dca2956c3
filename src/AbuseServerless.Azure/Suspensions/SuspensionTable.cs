using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Notifications;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Notifications;
using AbuseServerless.Suspensions;
using Azure;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Suspensions;

/// <summary>Where accounts stand, and the transitions between.</summary>
/// <remarks>
/// A transition is one transaction: the account's row under its ETag, and a row for each thing that is to be done about it (<see cref="DueWork"/>) and for each channel on which it is to be told
/// (<see cref="DueNotification"/>). The work is then done at once; what a crash prevents, the timer does. Telling is left to <see cref="NotificationOutbox"/>: no receiver holds up a transition.
/// </remarks>
/// <param name="tables">Where they are.</param>
/// <param name="audit">Where each transition is recorded.</param>
/// <param name="activity">What a resume forgets.</param>
/// <param name="rules">Which transitions follow.</param>
/// <param name="time">The clock.</param>
/// <param name="snapshot">Where this process answers from, if it answers mail servers: it knows a transition the moment that is certain.</param>
public sealed class SuspensionTable(Tables tables, AuditTable audit, ActivityTable activity, SuspensionRules rules, TimeProvider time, SuspensionSnapshot? snapshot = null)
{
    /// <summary>Streams suspensions; not those that cannot be read.</summary>
    /// <param name="prefix">Only accounts whose name begins so, in normalised form; empty for all.</param>
    /// <param name="states">Only of these states; none for all.</param>
    /// <param name="cancellationToken">Ends the query.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async IAsyncEnumerable<Suspension> ReadAsync(
        string prefix, IReadOnlyCollection<SuspensionState> states, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {SuspensionEntity.Partition}") + $" and ({TableKey.BeginningWith(prefix, SuspensionEntity.Prefix)})";
        if (states.Count > 0)
        {
            filter += $" and ({string.Join(" or ", states.Select(state => TableClient.CreateQueryFilter($"State eq {state.ToString()}")))})";
        }

        await foreach (var row in tables.SweepAsync(Tables.Suspensions, "suspensions", filter, cancellationToken).ConfigureAwait(false))
        {
            if (tables.Unreadable.TryRead(Tables.Suspensions, row, SuspensionEntity.Read) is { } suspension && suspension.Account.Value.StartsWith(prefix, StringComparison.Ordinal))
            {
                yield return suspension;
            }
        }
    }

    /// <summary>The state of an account; null if there was never a decision.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<Suspension?> FindAsync(AccountName account, CancellationToken cancellationToken) =>
        (await ReadRowAsync(account, cancellationToken).ConfigureAwait(false))?.Suspension;

    /// <summary>Records the decision of a net. Nothing changes if the account is already in that state, was resumed since, or has a row that cannot be read: no partition waits for it, and a later version's is not written over.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<SuspensionChange> DecideAsync(AccountName account, Decision decision, CancellationToken cancellationToken)
    {
        try
        {
            var change = await ChangeAsync(account, (current, now) => rules.Decide(current, account, decision, now), cancellationToken).ConfigureAwait(false);
            if (change.Changed)
            {
                SuspensionMetrics.Count(decision);
            }

            return change;
        }
        catch (StorageException e) when (e.Fault == StorageFault.Unreadable)
        {
            return new SuspensionChange(null, false);
        }
    }

    /// <summary>An operator suspends an account. Nothing changes where it is active already.</summary>
    /// <param name="account">The account.</param>
    /// <param name="duration">How long; null until it is resumed.</param>
    /// <param name="by">The operator.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Ends the request; what was written stays.</param>
    /// <exception cref="StorageException">Storage failed.</exception>
    public Task<SuspensionChange> SuspendAsync(AccountName account, TimeSpan? duration, string by, string reason, CancellationToken cancellationToken) =>
        ChangeAsync(account, (current, now) => SuspensionRules.Suspend(current, account, now + duration, now, by, reason), cancellationToken);

    /// <summary>An operator changes when an active suspension ends, why it stands, or what it is judged to be, the latter also when it is over. Nothing changes where it is so already.</summary>
    /// <exception cref="StorageException">Storage failed.</exception>
    public Task<SuspensionChange> AmendAsync(AccountName account, Amendment amendment, string by, CancellationToken cancellationToken) =>
        ChangeAsync(account, (current, now) => SuspensionRules.Amend(current, amendment, now, by), cancellationToken);

    /// <summary>
    /// An operator resumes an account: what was remembered of it is forgotten, and its suspension or watch is lifted. Nothing changes where it is neither watched nor suspended.
    /// </summary>
    /// <exception cref="StorageException">Storage failed. The activity may be forgotten and the suspension still be there: doing it again is safe.</exception>
    public async Task<SuspensionChange> ResumeAsync(AccountName account, Judgement judgement, string by, string reason, CancellationToken cancellationToken)
    {
        var current = await FindAsync(account, cancellationToken).ConfigureAwait(false);
        if (current is not { IsOpen: true })
        {
            return new SuspensionChange(current, false);
        }

        return await ForgetAndChangeAsync(account, (suspension, now) => SuspensionRules.Resume(suspension, judgement, now, by, reason), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The owner of an account has changed its password: what was remembered of it is forgotten, its suspension or watch is lifted, and a watch begins that ends by itself. Nothing changes where this is known, or the
    /// account was suspended after the change.
    /// </summary>
    /// <exception cref="StorageException">As <see cref="ResumeAsync"/>.</exception>
    public async Task<SuspensionChange> RecoverAsync(AccountName account, Recovery recovery, CancellationToken cancellationToken)
    {
        var current = await FindAsync(account, cancellationToken).ConfigureAwait(false);
        if (SuspensionRules.Recover(current, account, recovery, Now()).Count == 0)
        {
            return new SuspensionChange(current, false) { Before = current };
        }

        var now = await activity.ForgetAsync(account, Now(), cancellationToken).ConfigureAwait(false);
        return await ChangeAsync(account, (suspension, _) => SuspensionRules.Recover(suspension, account, recovery, now), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An operator removes what was done to an account that does not exist. Nothing changes where nothing is remembered to have been done, a net decided, or the account was seen.</summary>
    /// <remarks>The row stays, unseen, until <see cref="Retention.ExpiredRows"/> deletes it: whoever refuses the account by then has heard that it is lifted.</remarks>
    /// <exception cref="StorageException">Storage failed.</exception>
    public async Task<SuspensionChange> RemoveAsync(AccountName account, string by, string reason, CancellationToken cancellationToken)
    {
        var remembered = new AccountActivity();
        var isSeen = await activity.FindAsync(account, cancellationToken).ConfigureAwait(false) is { } row && (!ActivityEncoding.TryDecode(row.State, remembered) || remembered.Places.Count > 0);
        return isSeen
            ? new SuspensionChange(await FindAsync(account, cancellationToken).ConfigureAwait(false), false)
            : await ChangeAsync(account, (current, now) => SuspensionRules.Remove(current, now, by, reason), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Processes due work: activates, expires, and records what a crash left. Work that fails stays due and does not block the rest.</summary>
    /// <returns>Number of things done.</returns>
    /// <exception cref="StorageException">Storage is away; the rest is done the next time.</exception>
    /// <exception cref="AggregateException">Some things failed for other reasons; all else was done.</exception>
    public async Task<int> DoDueAsync(CancellationToken cancellationToken)
    {
        var done = 0;
        var failures = new List<Exception>();
        await foreach (var row in tables.QueryAsync(Tables.Suspensions, DueWork.DueAt(Now()), cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await DoAsync(DueWork.Read(row), cancellationToken).ConfigureAwait(false);
                done++;
                SuspensionMetrics.CountDone();
            }
            catch (Exception e) when (e is not (OperationCanceledException or StorageException { Fault: StorageFault.Unavailable or StorageFault.Denied }))
            {
                failures.Add(e);
            }
        }

        return failures.Count == 0 ? done : throw new AggregateException("Some due suspension tasks failed.", failures);
    }

    private async Task DoAsync(DueWork work, CancellationToken cancellationToken)
    {
        var account = work.Suspension.Account;
        switch (work.Kind)
        {
            case WorkKind.Record:
                await audit.RecordAsync(work.Suspension, cancellationToken).ConfigureAwait(false);
                await DecideAgainAsync(work.Suspension, cancellationToken).ConfigureAwait(false);
                break;
            case WorkKind.Activate:
                await ChangeAsync(account, rules.Activate, cancellationToken).ConfigureAwait(false);
                break;
            case WorkKind.Expire:
                await ExpireAsync(account, cancellationToken).ConfigureAwait(false);
                break;
        }

        await tables.RunAsync(
            Tables.Suspensions,
            "Finishing due work",
            table => table.DeleteEntityAsync(SuspensionEntity.Partition, work.RowKey, ETag.All, cancellationToken),
            cancellationToken).ConfigureAwait(false);
    }

    private async Task ExpireAsync(AccountName account, CancellationToken cancellationToken)
    {
        var current = await FindAsync(account, cancellationToken).ConfigureAwait(false);
        if (SuspensionRules.Expire(current, Now()) is null)
        {
            return;
        }

        if (current!.State == SuspensionState.Watched)
        {
            await ChangeAsync(account, (found, now) => found is { State: SuspensionState.Watched } ? SuspensionRules.Expire(found, now) : null, cancellationToken).ConfigureAwait(false);
            return;
        }

        await ForgetAndChangeAsync(account, SuspensionRules.Expire, cancellationToken).ConfigureAwait(false);
    }

    // Between forgetting and ending, a worker may have decided on new evidence and found the old suspension still standing: then nothing changed, and nothing would once it is over. What was decided
    // after that finds it over, so one look at the row, behind the transition, misses none.
    private async Task DecideAgainAsync(Suspension transition, CancellationToken cancellationToken)
    {
        if (!transition.IsOpen && (await activity.FindAsync(transition.Account, cancellationToken).ConfigureAwait(false))?.Decision is { } decision)
        {
            await DecideAsync(transition.Account, decision, cancellationToken).ConfigureAwait(false);
        }
    }

    // The activity first: were the suspension ended first, the old evidence could suspend again before it is forgotten.
    private async Task<SuspensionChange> ForgetAndChangeAsync(
        AccountName account, Func<Suspension?, DateTimeOffset, Suspension?> rule, CancellationToken cancellationToken)
    {
        var now = await activity.ForgetAsync(account, Now(), cancellationToken).ConfigureAwait(false);
        return await ChangeAsync(account, (current, _) => rule(current, now), cancellationToken).ConfigureAwait(false);
    }

    private Task<SuspensionChange> ChangeAsync(AccountName account, Func<Suspension?, DateTimeOffset, Suspension?> rule, CancellationToken cancellationToken) =>
        ChangeAsync(account, (current, now) => rule(current, now) is { } next ? [next] : (IReadOnlyList<Suspension>)[], cancellationToken);

    private async Task<SuspensionChange> ChangeAsync(
        AccountName account, Func<Suspension?, DateTimeOffset, IReadOnlyList<Suspension>> rule, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < VersionedRow.MaximumAttempts; attempt++)
        {
            var row = await ReadRowAsync(account, cancellationToken).ConfigureAwait(false);
            if (rule(row?.Suspension, Now()) is not [.., var last] steps)
            {
                return new SuspensionChange(row?.Suspension, false) { Before = row?.Suspension };
            }

            var work = steps.SelectMany(DueWork.Of).ToList();
            if (await TryWriteAsync(steps, row?.ETag, work, cancellationToken).ConfigureAwait(false))
            {
                foreach (var step in steps)
                {
                    snapshot?.Apply(step);
                    SuspensionMetrics.Count(step);
                }

                foreach (var record in work.Where(due => due.Kind == WorkKind.Record))
                {
                    await DoAsync(record, cancellationToken).ConfigureAwait(false);
                }

                return new SuspensionChange(last, true) { Before = row?.Suspension };
            }
        }

        throw VersionedRow.Contended("A suspension was");
    }

    private Task<bool> TryWriteAsync(IReadOnlyList<Suspension> steps, ETag? etag, IEnumerable<DueWork> work, CancellationToken cancellationToken)
    {
        var row = SuspensionEntity.Write(steps[^1], SuspensionEntity.Partition, SuspensionEntity.RowKey(steps[^1].Account));
        var told = steps.SelectMany(SuspensionNotification.Of).Select(news => DueNotification.Of(news).Write());
        return tables.RunAsync(
            Tables.Suspensions,
            "Writing a suspension",
            async table => await table.TryWriteAsync(row, etag, [.. work.Select(due => due.Write()), .. told], cancellationToken).ConfigureAwait(false) is not null,
            cancellationToken);
    }

    private async Task<SuspensionRow?> ReadRowAsync(AccountName account, CancellationToken cancellationToken) =>
        await tables.FindAsync(Tables.Suspensions, "Reading a suspension", SuspensionEntity.Partition, SuspensionEntity.RowKey(account), cancellationToken).ConfigureAwait(false) is { } row
            ? new SuspensionRow(tables.Unreadable.Read(Tables.Suspensions, row, SuspensionEntity.Read), row.ETag)
            : null;

    private DateTimeOffset Now() => time.GetUtcNow().ToWholeMilliseconds();

    private sealed record SuspensionRow(Suspension Suspension, ETag ETag);
}
