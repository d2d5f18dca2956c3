using System.Text.Json.Serialization;
using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Queue;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Gate.Snapshots;

/// <summary>The suspended and the watched accounts as they are kept on disk.</summary>
/// <param name="Saved">When, UTC.</param>
/// <param name="Accounts">The suspended accounts.</param>
/// <param name="Enforcement">What an operator has set; null where none has.</param>
internal sealed record SavedSnapshot(DateTimeOffset Saved, IReadOnlyList<SavedAccount> Accounts, EnforcementChange? Enforcement = null)
{
    /// <summary>The watched accounts; null where an earlier version saved it. Beside the others, so that an earlier version that finds them suspends none of them.</summary>
    public IReadOnlyList<SavedWatch>? Watched { get; init; }

    /// <summary>Accounts of which a suspension was judged; null where an earlier version saved it. For the queue helper.</summary>
    public IReadOnlyList<SavedVerdicts>? Judged { get; init; }

    /// <summary>Accounts whose suspension was lifted lately and called an error: only an earlier version saved it, in the place of <see cref="Judged"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SavedFalsePositive>? FalsePositives { get; init; }

    /// <summary>Where each account stands.</summary>
    /// <exception cref="FormatException">An account has a name that none can have.</exception>
    public IReadOnlyList<AccountStanding> ToStandings()
    {
        var judged = ToVerdicts();
        List<AccountStanding> here = [.. Accounts.Select(account => account.ToStanding()), .. (Watched ?? []).Select(account => account.ToStanding())];
        var known = here.Select(standing => standing.Account).ToHashSet();
        return
        [
            .. here.Select(standing => judged.TryGetValue(standing.Account, out var theirs) ? standing with { Verdicts = theirs.Verdicts } : standing),
            .. judged.Values.Where(standing => !known.Contains(standing.Account)),
        ];
    }

    /// <summary>The mode of enforcement that holds; null where an earlier version saved it. For the queue helper, which does not know the settings of the gate.</summary>
    public EnforcementMode? Mode { get; init; }

    /// <summary>Whether suspended accounts are refused only for SMTP, and may read their mail; null where an earlier version saved it. For the queue helper, likewise.</summary>
    public bool? SmtpOnly { get; init; }

    /// <summary>When the suspensions were known to be up to date, UTC; null where the cloud did not answer since the gate started. For the queue helper.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>What operators order about queued mail; null where an earlier version saved it. For the queue helper.</summary>
    public IReadOnlyList<SavedCommand>? Commands { get; init; }

    /// <summary>Name of the file in which the queue helper is to answer; null where an earlier version saved it.</summary>
    public string? Answers { get; init; }

    /// <summary>What it says to the queue helper.</summary>
    /// <exception cref="FormatException">An account has a name that none can have.</exception>
    public QueueOrders ToOrders(DateTimeOffset now) => new(
        Mode == EnforcementMode.Enforce,
        AsOf ?? DateTimeOffset.MinValue,
        Accounts.Where(account => account.Until is not { } until || until > now).ToDictionary(account => AccountName.Parse(account.Account), account => account.Transitions),
        ToVerdicts().ToDictionary(account => account.Key, account => account.Value.Verdicts))
    {
        Commands = [.. (Commands ?? []).Select(command => command.ToCommand())],
        Answers = Answers,
    };

    private Dictionary<AccountName, AccountStanding> ToVerdicts() =>
        (Judged ?? []).Select(account => account.ToStanding()).Concat((FalsePositives ?? []).Select(account => account.ToStanding())).DistinctBy(standing => standing.Account).ToDictionary(standing => standing.Account);
}

/// <summary>A suspended account.</summary>
/// <param name="Account">Its name.</param>
/// <param name="Until">When its suspension ends by itself, UTC; null for never.</param>
/// <param name="Transitions">Number of the transition that made it active.</param>
internal sealed record SavedAccount(string Account, DateTimeOffset? Until, int Transitions)
{
    public static SavedAccount Of(AccountStanding standing) => new(standing.Account.Value, standing.Until, standing.Transitions);

    public AccountStanding ToStanding() => new(AccountName.Parse(Account), SuspensionState.Active, Until, Transitions);
}

/// <summary>A watched account.</summary>
/// <param name="Account">Its name.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="Transitions">Number of the transition that made it watched.</param>
internal sealed record SavedWatch(string Account, DateTimeOffset Since, int Transitions)
{
    public static SavedWatch Of(AccountStanding standing) => new(standing.Account.Value, standing.Since, standing.Transitions);

    public AccountStanding ToStanding() => new(AccountName.Parse(Account), SuspensionState.Watched, null, Transitions) { Since = Since };
}

/// <summary>An account of which a suspension was judged.</summary>
/// <param name="Account">Its name.</param>
/// <param name="Transitions">Number of its last transition.</param>
/// <param name="Verdicts">What was judged, oldest first.</param>
internal sealed record SavedVerdicts(string Account, int Transitions, IReadOnlyList<SuspensionVerdict> Verdicts)
{
    public static SavedVerdicts Of(AccountStanding standing) => new(standing.Account.Value, standing.Transitions, standing.Verdicts);

    public AccountStanding ToStanding() => new(AccountName.Parse(Account), SuspensionState.Lifted, null, Transitions) { Verdicts = Verdicts };
}

/// <summary>An account whose suspension was called an error, as an earlier version saved it.</summary>
/// <param name="Account">Its name.</param>
/// <param name="Transitions">Number of the transition that said so.</param>
internal sealed record SavedFalsePositive(string Account, int Transitions)
{
    public AccountStanding ToStanding() => new(AccountName.Parse(Account), SuspensionState.Lifted, null, Transitions) { Verdicts = [new SuspensionVerdict(1, Transitions, Judgement.FalsePositive)] };
}

/// <summary>What an operator orders about the queued mail of an account.</summary>
/// <param name="Id">What tells it from every other.</param>
/// <param name="Kind">What is to be done.</param>
/// <param name="Account">Whose mail.</param>
/// <param name="Time">When it was ordered, UTC.</param>
/// <param name="Until">From when on it is not done any more, UTC.</param>
/// <param name="By">The operator.</param>
/// <param name="Reason">Why.</param>
/// <param name="HeldByOthers">Whether it is also about what others put on hold.</param>
internal sealed record SavedCommand(string Id, QueueCommandKind Kind, string Account, DateTimeOffset Time, DateTimeOffset Until, string By, string Reason, bool HeldByOthers)
{
    public static SavedCommand Of(QueueCommand command) =>
        new(command.Id, command.Kind, command.Account.Value, command.Time, command.Until, command.By, command.Reason, command.HeldByOthers);

    public QueueCommand ToCommand() => new(Id, Kind, AccountName.Parse(Account), Time, Until, By, Reason) { HeldByOthers = HeldByOthers };
}
