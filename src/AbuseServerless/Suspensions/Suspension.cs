using AbuseServerless.Accounts;
using AbuseServerless.Detection;

namespace AbuseServerless.Suspensions;

/// <summary>The state of one account, and the transition that led to it.</summary>
public sealed record Suspension
{
    /// <summary>Begins the name of whoever suspends where a net does.</summary>
    internal const string OfNet = "net:";

    /// <summary>The name of the timer where it makes a transition.</summary>
    internal const string OfTimer = "timer";

    /// <summary>The account.</summary>
    public required AccountName Account { get; init; }

    /// <summary>Its state.</summary>
    public required SuspensionState State { get; init; }

    /// <summary>Its previous state; null for the first one.</summary>
    public SuspensionState? From { get; init; }

    /// <summary>Since when, UTC: the time of the last transition.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Who made the last transition: <c>net:Countries</c>, <c>timer</c>, or an operator's name.</summary>
    public required string By { get; init; }

    /// <summary>Why, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>When an active suspension, or the watch after a password change, ends automatically, UTC; null for never.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Transitions made so far: 1 for the first.</summary>
    public required int Transitions { get; init; }

    /// <summary>How often the account has become Active, this time included.</summary>
    public int Activations { get; init; }

    /// <summary>Who suspended it, when and why, for the current or the last suspension; for a historical one, who recorded it. Null if it is only watched, and in rows of earlier versions.</summary>
    public SuspensionAct? Suspended { get; init; }

    /// <summary>Who judged that suspension, when and why; null where nobody did.</summary>
    public SuspensionAct? Judged { get; init; }

    /// <summary>Who ended it, when and why; null while it lasts.</summary>
    public SuspensionAct? Ended { get; init; }

    /// <summary>Who brought it to its current state, when and why. A judgement, or another end or reason, is a transition but does not change this.</summary>
    public SuspensionAct Began => (State == SuspensionState.Watched && Until is not null ? Recovered : IsOver ? Ended : Suspended) ?? new(Since, By, Reason);

    /// <summary>The decision of the net on which it was suspended or watched, and which stays known when that is over; null where an operator suspended.</summary>
    public Decision? Decision { get; init; }

    /// <summary>The moment of the last Lifted or Expired, UTC: decisions on evidence from before it do not count.</summary>
    public DateTimeOffset ForgottenUntil { get; init; } = DateTimeOffset.MinValue;

    /// <summary>What an operator judged it to be. It belongs to the suspension up to its end, and the next one begins without.</summary>
    public Judgement Judgement { get; init; }

    /// <summary>Number of the transition with which the suspension, watch or record of now began; null in rows of earlier versions.</summary>
    public int? FirstTransition { get; init; }

    /// <summary>What was judged of the account's earlier suspensions, oldest first, <see cref="SuspensionVerdict.MaximumEarlier"/> at the most.</summary>
    public IReadOnlyList<SuspensionVerdict> EarlierVerdicts { get; init; } = [];

    /// <summary>What was judged of all its suspensions, likewise: the mail that each had put on hold is released or deleted on it.</summary>
    public IReadOnlyList<SuspensionVerdict> Verdicts => SuspensionVerdict.Of(EarlierVerdicts, FirstTransition, Transitions, State, Judgement);

    /// <summary>Whether an operator judged it a false positive.</summary>
    public bool FalsePositive => Judgement == Judgement.FalsePositive;

    /// <summary>When somebody last tried to log in and was refused, UTC, to a minute or so; null where nobody is known to have.</summary>
    public DateTimeOffset? LastAttempt { get; init; }

    /// <summary>Whether an operator removed it, because there is no such account: it is no longer shown, and deleted after a day.</summary>
    public bool Removed { get; init; }

    /// <summary>Who told last that the owner changed the password, with the time of the change, UTC; null where nobody has.</summary>
    public SuspensionAct? Recovered { get; init; }

    /// <summary>When the owner last changed the password, UTC; null where nobody has told.</summary>
    public DateTimeOffset? PasswordChanged => Recovered?.Time;

    /// <summary>Whether the suspension has ended: it was lifted, has expired, or is followed by the watch after a password change.</summary>
    public bool IsOver => State is SuspensionState.Lifted or SuspensionState.Expired || (State == SuspensionState.Watched && Ended is not null);

    /// <summary>Whether the account is suspended, or will be at the next run of the timer: Pending or Active.</summary>
    public bool IsSuspended => State is SuspensionState.Pending or SuspensionState.Active;

    /// <summary>Whether it is suspended by a net, and no operator has judged it or changed its end or reason since.</summary>
    public bool IsByNetAlone => IsSuspended && Suspended?.By.StartsWith(OfNet, StringComparison.Ordinal) == true && Judged is null && (By == OfTimer || By.StartsWith(OfNet, StringComparison.Ordinal));

    /// <summary>Whether an operator has something to do about it: it is suspended, or was and nobody has judged that.</summary>
    public bool IsToDo => IsSuspended || (State is SuspensionState.Lifted or SuspensionState.Expired && Judgement == Judgement.None);

    /// <summary>Whether an operator or a timer has something to end: Watched, Pending or Active.</summary>
    public bool IsOpen => IsSuspended || State == SuspensionState.Watched;
}
