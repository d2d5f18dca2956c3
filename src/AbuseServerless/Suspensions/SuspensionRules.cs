using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Suspensions;

/// <summary>The transitions of a suspension. Each rule answers the next state, or null where nothing is to change.</summary>
public sealed class SuspensionRules(IOptions<EnforcementOptions> options)
{

    // How far the clock of whoever tells of a password change may be behind.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    // Within this, a second call that names no time is a repetition of the first.
    private static readonly TimeSpan Repetition = TimeSpan.FromMinutes(10);

    /// <summary>A net has decided.</summary>
    public Suspension? Decide(Suspension? current, AccountName account, Decision decision, DateTimeOffset now)
    {
        var target = decision.Historical ? SuspensionState.Historical : decision.Verdict switch
        {
            Verdict.Watch => SuspensionState.Watched,
            Verdict.Suspend => options.Value.Immediate ? SuspensionState.Active : SuspensionState.Pending,
            _ => throw new ArgumentException("A decision must watch or suspend.", nameof(decision)),
        };

        // Evidence from before the account was resumed: whoever decided had not heard of it yet.
        var stale = current is not null && decision.ForgottenUntil < current.ForgottenUntil;
        if (stale || (current is { IsOpen: true } && (decision.Historical || current.State >= target)) || (decision.Historical && IsOnRecord(current, decision)))
        {
            return null;
        }

        var reason = $"{decision.Summary} (threshold {decision.Threshold}{(decision.Plan is { } plan ? $" of plan {plan}" : "")}), from {decision.WindowStart:u} to {decision.WindowEnd:u}{(decision.Historical ? ", arrived too late to act on" : "")}.";
        var next = Begin(Next(current, account, target, now, Suspension.OfNet + decision.Net, reason)) with { Decision = decision };
        return target == SuspensionState.Active ? next with { Until = End(next) } : next;
    }

    private static bool IsOnRecord(Suspension? current, Decision decision) =>
        current is { State: SuspensionState.Historical, Decision: { } known } && known.Verdict >= decision.Verdict;

    /// <summary>An operator suspends the account.</summary>
    public static Suspension? Suspend(Suspension? current, AccountName account, DateTimeOffset? until, DateTimeOffset now, string by, string reason) =>
        current is { State: SuspensionState.Active }
            ? null
            : Begin(Next(current, account, SuspensionState.Active, now, by, reason)) with { Until = until };

    /// <summary>An operator resumes the account: what was remembered up to now is forgotten.</summary>
    /// <param name="current">Its state.</param>
    /// <param name="judgement">What the suspension was; <see cref="Judgement.None"/> leaves what was said of it before.</param>
    /// <param name="now">Now.</param>
    /// <param name="by">The operator.</param>
    /// <param name="reason">Why.</param>
    public static Suspension? Resume(Suspension? current, Judgement judgement, DateTimeOffset now, string by, string reason) =>
        current is { IsOpen: true }
            ? Continue(current, Next(current, current.Account, SuspensionState.Lifted, now, by, reason), judgement) with
            {
                ForgottenUntil = Later(current.ForgottenUntil, now),
                Judgement = judgement == Judgement.None ? current.Judgement : judgement,
            }
            : null;

    /// <summary>
    /// The owner has changed the password: the suspension or watch is lifted, what was remembered up to now is forgotten, and the account is watched for a time.
    /// </summary>
    /// <returns>The transitions, in their order. None where this change is known, or the account was suspended after it; by a link also none where an operator suspended the account, or judged or changed the suspension.</returns>
    public static IReadOnlyList<Suspension> Recover(Suspension? current, AccountName account, Recovery recovery, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(recovery);
        var changed = recovery.PasswordChanged ?? now;
        if (recovery.Activation is { } activation && !(current is { State: SuspensionState.Active, IsByNetAlone: true } && current.Activations == activation))
        {
            return [];
        }

        var isSuspended = current is { IsSuspended: true };
        var isKnown = recovery.PasswordChanged is null ? !isSuspended && changed - current?.PasswordChanged < Repetition : changed <= current?.PasswordChanged;
        if (isKnown || (isSuspended && current!.Began.Time > changed + ClockTolerance))
        {
            return [];
        }

        // The clock of whoever tells may be ahead.
        var until = (changed < now ? changed : now) + recovery.Watch;
        List<Suspension> steps = [];
        if (current is { IsOpen: true } || until <= now)
        {
            steps.Add(Step(current, SuspensionState.Lifted, $"Password changed on {changed:u}.", recovery.Judgement));
        }

        if (until > now)
        {
            // What ended before is judged now, unless it was: what is said of a later password change is not said of an earlier suspension.
            var judgement = steps.Count == 0 && current is { IsOver: true, Judgement: Judgement.None } ? recovery.Judgement : Judgement.None;
            steps.Add(Step(steps.LastOrDefault() ?? current, SuspensionState.Watched, $"Password changed on {changed:u}, watched until {until:u}.", judgement) with { Until = until });
        }

        return steps;

        Suspension Step(Suspension? from, SuspensionState state, string told, Judgement judgement)
        {
            var next = Next(from, account, state, now, recovery.By, recovery.Reason is { } reason ? $"{told} {reason}" : told);
            return (from is null ? next : Continue(from, next, judgement)) with
            {
                ForgottenUntil = Later(next.ForgottenUntil, now),
                Recovered = new(changed, next.By, next.Reason),
                Judgement = from is null || judgement != Judgement.None ? judgement : from.Judgement,
            };
        }
    }

    /// <summary>An operator removes what was done to an account that does not exist. What a net decided stays.</summary>
    public static Suspension? Remove(Suspension? current, DateTimeOffset now, string by, string reason) =>
        current is { Removed: false, Decision: null, LastAttempt: null }
            ? Next(current, current.Account, SuspensionState.Lifted, now, by, reason) with
            {
                ForgottenUntil = Later(current.ForgottenUntil, now),
                FirstTransition = current.FirstTransition,
                EarlierVerdicts = current.EarlierVerdicts,
                Judgement = current.Judgement,
                Removed = true,
            }
            : null;

    /// <summary>
    /// An operator changes the end, the reason or the judgement of an active suspension; one that has ended has no end to change. The state stays the same, on the same evidence,
    /// and counts as no repeat; but a watch after a password change ends where the suspension is judged an error.
    /// </summary>
    public static Suspension? Amend(Suspension? current, Amendment amendment, DateTimeOffset now, string by)
    {
        if (current is null or { State: SuspensionState.Watched or SuspensionState.Pending, IsOver: false } || (current.State != SuspensionState.Active && amendment.Until is not null))
        {
            return null;
        }

        // Where the owner alone used the account, there is nobody to watch for.
        var state = current.State == SuspensionState.Watched && amendment.Judgement == Judgement.FalsePositive ? SuspensionState.Lifted : current.State;
        var amended = Continue(current, Next(current, current.Account, state, now, by, amendment.Reason ?? current.Reason), amendment.Judgement ?? Judgement.None) with
        {
            Until = amendment.Until is { } until ? (until == Amendment.Forever ? null : until) : state == current.State ? current.Until : null,
            Judgement = amendment.Judgement ?? current.Judgement,
        };
        if (amended.Judgement == Judgement.None)
        {
            amended = amended with { Judged = null };
        }

        return (amended.Until, amended.Reason, amended.Judgement) == (current.Until, current.Reason, current.Judgement) ? null : amended;
    }

    /// <summary>The timer activates what is pending; its time begins now.</summary>
    public Suspension? Activate(Suspension? current, DateTimeOffset now)
    {
        if (current is not { State: SuspensionState.Pending })
        {
            return null;
        }

        var next = Continue(current, Next(current, current.Account, SuspensionState.Active, now, Suspension.OfTimer, current.Reason), Judgement.None);
        return next with { Until = End(next) };
    }

    /// <summary>
    /// The timer ends what is over. After a suspension, what was remembered up to now is forgotten, or the same evidence would suspend again; after a watch it is not, or a net that has watched the account
    /// meanwhile would have done so in vain.
    /// </summary>
    public static Suspension? Expire(Suspension? current, DateTimeOffset now)
    {
        if (current is not { IsOpen: true, Until: { } until } || until > now)
        {
            return null;
        }

        var isWatch = current.State == SuspensionState.Watched;
        var next = Next(current, current.Account, SuspensionState.Expired, now, Suspension.OfTimer, isWatch ? "The watch after the password change reached its end." : "The suspension reached its end.");
        return Continue(current, next, Judgement.None) with
        {
            ForgottenUntil = isWatch ? current.ForgottenUntil : Later(current.ForgottenUntil, now),
            Judgement = current.Judgement,
        };
    }

    // A suspension of its own: what was known of the one before stays on record only.
    private static Suspension Begin(Suspension next) => next with
    {
        FirstTransition = next.Transitions,
        Suspended = next.State == SuspensionState.Watched ? null : new(next.Since, next.By, next.Reason),
    };

    // The same suspension: who, when and on what stays, and so does a judgement that is not given now.
    private static Suspension Continue(Suspension current, Suspension next, Judgement judgement)
    {
        var suspended = current.Suspended ?? (current.IsSuspended ? current.Began : null);
        return next with
        {
            Decision = current.Decision,
            FirstTransition = current.FirstTransition,
            EarlierVerdicts = current.EarlierVerdicts,
            Suspended = suspended,
            Judged = judgement != Judgement.None && judgement != current.Judgement ? new(next.Since, next.By, next.Reason) : current.Judged,
            Ended = next.State is not (SuspensionState.Watched or SuspensionState.Lifted or SuspensionState.Expired) ? null
                : current.Ended ?? (current.IsOpen ? new(next.Since, next.By, next.Reason) : current.Began),
        };
    }

    private static Suspension Next(Suspension? current, AccountName account, SuspensionState state, DateTimeOffset now, string by, string reason) => new()
    {
        Account = account,
        State = state,
        From = current?.State,

        // The clock of another machine may be behind: on record, no transition comes before the one that it follows.
        Since = current is null ? now : Later(current.Since, now),
        By = by,
        Reason = reason,
        Transitions = (current?.Transitions ?? 0) + 1,
        Activations = (current?.Activations ?? 0) + (state == SuspensionState.Active && current?.State != SuspensionState.Active ? 1 : 0),
        ForgottenUntil = current?.ForgottenUntil ?? DateTimeOffset.MinValue,
        LastAttempt = current?.LastAttempt,
        Recovered = current?.Recovered,
        EarlierVerdicts = current is { Verdicts: { Count: > 0 } verdicts } ? [.. verdicts.TakeLast(SuspensionVerdict.MaximumEarlier)] : [],
    };

    private static DateTimeOffset Later(DateTimeOffset first, DateTimeOffset second) => first > second ? first : second;

    private DateTimeOffset? End(Suspension active) => active.Since + GrowingDuration.Of(options.Value, active.Activations - 1);
}
