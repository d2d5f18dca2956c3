using AbuseServerless.Accounts;
using AbuseServerless.Detection;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Suspensions;

/// <summary>The transitions of a suspension. Each rule answers the next state, or null where nothing is to change.</summary>
public sealed class SuspensionRules(IOptions<EnforcementOptions> options)
{
    private const string Timer = "timer";

    /// <summary>A net has decided.</summary>
    public Suspension? Decide(Suspension? current, AccountName account, Decision decision, DateTimeOffset now)
    {
        var target = decision.Verdict switch
        {
            Verdict.Watch => SuspensionState.Watched,
            Verdict.Suspend => options.Value.Immediate ? SuspensionState.Active : SuspensionState.Pending,
            _ => throw new ArgumentException("A decision watches or suspends.", nameof(decision)),
        };

        // Evidence from before the account was resumed: whoever decided had not heard of it yet.
        var stale = current is not null && decision.ForgottenUntil < current.ForgottenUntil;
        if (stale || (current is { IsOpen: true } && current.State >= target))
        {
            return null;
        }

        var reason = $"{decision.Summary} (threshold {decision.Threshold}), from {decision.WindowStart:u} to {decision.WindowEnd:u}.";
        var next = Next(current, account, target, now, "net:" + decision.Net, reason) with { Decision = decision };
        return target == SuspensionState.Active ? next with { Until = End(next) } : next;
    }

    /// <summary>An operator suspends the account.</summary>
    public static Suspension? Suspend(Suspension? current, AccountName account, DateTimeOffset? until, DateTimeOffset now, string by, string reason) =>
        current is { State: SuspensionState.Active }
            ? null
            : Next(current, account, SuspensionState.Active, now, by, reason) with { Until = until };

    /// <summary>An operator resumes the account: what was remembered up to now is forgotten.</summary>
    /// <param name="current">Where it stands.</param>
    /// <param name="judgement">What the suspension was; <see cref="Judgement.None"/> leaves what was said of it before.</param>
    /// <param name="now">Now.</param>
    /// <param name="by">The operator.</param>
    /// <param name="reason">Why.</param>
    public static Suspension? Resume(Suspension? current, Judgement judgement, DateTimeOffset now, string by, string reason) =>
        current is { IsOpen: true }
            ? Next(current, current.Account, SuspensionState.Lifted, now, by, reason) with
            {
                ForgottenUntil = Later(current.ForgottenUntil, now),
                Judgement = judgement == Judgement.None ? current.Judgement : judgement,
            }
            : null;

    /// <summary>
    /// An operator changes when an active suspension ends, on what grounds it stands, or what it is judged to be; one that is over has no end to change. It stays where it is, on the same evidence,
    /// and counts as no repeat.
    /// </summary>
    public static Suspension? Amend(Suspension? current, Amendment amendment, DateTimeOffset now, string by)
    {
        if (current is null or { State: SuspensionState.Watched or SuspensionState.Pending } || (!current.IsOpen && amendment.Until is not null))
        {
            return null;
        }

        var amended = Next(current, current.Account, current.State, now, by, amendment.Reason ?? current.Reason) with
        {
            Decision = current.Decision,
            Until = amendment.Until is { } until ? (until == Amendment.Forever ? null : until) : current.Until,
            Judgement = amendment.Judgement ?? current.Judgement,
        };
        return (amended.Until, amended.Reason, amended.Judgement) == (current.Until, current.Reason, current.Judgement) ? null : amended;
    }

    /// <summary>The timer activates what is pending; its time begins now.</summary>
    public Suspension? Activate(Suspension? current, DateTimeOffset now)
    {
        if (current is not { State: SuspensionState.Pending })
        {
            return null;
        }

        var next = Next(current, current.Account, SuspensionState.Active, now, Timer, current.Reason) with { Decision = current.Decision };
        return next with { Until = End(next) };
    }

    /// <summary>The timer ends what is over: what was remembered up to now is forgotten, or the same evidence would suspend again.</summary>
    public static Suspension? Expire(Suspension? current, DateTimeOffset now) =>
        current is { State: SuspensionState.Active, Until: { } until } && until <= now
            ? Next(current, current.Account, SuspensionState.Expired, now, Timer, "The suspension's time is over.") with
            {
                ForgottenUntil = Later(current.ForgottenUntil, now),
                Judgement = current.Judgement,
            }
            : null;

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
    };

    private static DateTimeOffset Later(DateTimeOffset first, DateTimeOffset second) => first > second ? first : second;

    private DateTimeOffset? End(Suspension active) => active.Since + GrowingDuration.Of(options.Value, active.Activations - 1);
}
