using System.Runtime.CompilerServices;
using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.PowerShell.Boundary;
using AbuseServerless.Suspensions;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Suspensions as operators see and change them: each with whether it is enforced, and none that was removed.</summary>
internal sealed class SuspensionStore(SuspensionTable table, Enforcement enforcement)
{
    public async IAsyncEnumerable<GeoSuspension> ReadAsync(string prefix, IReadOnlyCollection<GeoSuspensionState> states, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var mode = await enforcement.ModeAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var suspension in ReadShownAsync(prefix, [.. states.Select(state => (SuspensionState)state)], cancellationToken).ConfigureAwait(false))
        {
            yield return Output.Suspension(suspension, mode);
        }
    }

    /// <summary>The state of each account that has one.</summary>
    public async Task<Dictionary<AccountName, SuspensionState>> ReadStatesAsync(string prefix, CancellationToken cancellationToken)
    {
        var states = new Dictionary<AccountName, SuspensionState>();
        await foreach (var suspension in ReadShownAsync(prefix, [], cancellationToken).ConfigureAwait(false))
        {
            states[suspension.Account] = suspension.State;
        }

        return states;
    }

    /// <summary>Since when each watched account is watched.</summary>
    public async Task<Dictionary<AccountName, DateTimeOffset>> ReadWatchesAsync(CancellationToken cancellationToken)
    {
        var watches = new Dictionary<AccountName, DateTimeOffset>();
        await foreach (var suspension in ReadShownAsync("", [SuspensionState.Watched], cancellationToken).ConfigureAwait(false))
        {
            watches[suspension.Account] = AccountStanding.Of(suspension).Since;
        }

        return watches;
    }

    public async Task<GeoSuspension?> FindAsync(string account, CancellationToken cancellationToken) =>
        await FindShownAsync(Accounts.Parse(account), cancellationToken).ConfigureAwait(false) is { } found
            ? Output.Suspension(found, await enforcement.ModeAsync(cancellationToken).ConfigureAwait(false))
            : null;

    public async Task<Suspension?> FindShownAsync(AccountName account, CancellationToken cancellationToken) =>
        await table.FindAsync(account, cancellationToken).ConfigureAwait(false) is { Removed: false } shown ? shown : null;

    public async Task<GeoChange> RemoveAsync(string account, string by, string reason, CancellationToken cancellationToken)
    {
        var change = await table.RemoveAsync(Accounts.Parse(account), by, reason, cancellationToken).ConfigureAwait(false);
        return change is { Changed: false, Suspension.Removed: true } ? new GeoChange(null, false) : await ToOutputAsync(change, cancellationToken).ConfigureAwait(false);
    }

    public async Task<GeoChange> SuspendAsync(string account, TimeSpan? duration, string by, string reason, CancellationToken cancellationToken) =>
        await ToOutputAsync(await table.SuspendAsync(Accounts.Parse(account), duration, by, reason, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<GeoChange> ResumeAsync(string account, GeoJudgement judgement, string by, string reason, CancellationToken cancellationToken) =>
        await ToOutputAsync(await table.ResumeAsync(Accounts.Parse(account), (Judgement)judgement, by, reason, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<GeoChange> RecoverAsync(string account, TimeSpan watch, GeoJudgement judgement, string by, string? reason, CancellationToken cancellationToken)
    {
        var recovery = new Recovery(null, watch, (Judgement)judgement, by, reason);
        return await ToOutputAsync(await table.RecoverAsync(Accounts.Parse(account), recovery, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    public async Task<GeoChange> AmendAsync(string account, GeoAmendment amendment, string by, CancellationToken cancellationToken)
    {
        var change = new Amendment { Until = amendment.Until, Reason = amendment.Reason, Judgement = (Judgement?)amendment.Judgement };
        return await ToOutputAsync(await table.AmendAsync(Accounts.Parse(account), change, by, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
    }

    private IAsyncEnumerable<Suspension> ReadShownAsync(string prefix, IReadOnlyCollection<SuspensionState> states, CancellationToken cancellationToken) =>
        table.ReadAsync(prefix, states, cancellationToken).Where(suspension => !suspension.Removed);

    private async Task<GeoChange> ToOutputAsync(SuspensionChange change, CancellationToken cancellationToken) =>
        Output.Change(change, await enforcement.ModeAsync(cancellationToken).ConfigureAwait(false));
}
