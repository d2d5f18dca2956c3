using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Suspensions;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Suspensions;

/// <summary>A suspension as a row, and back.</summary>
internal static class SuspensionEntity
{
    /// <summary>The table's one partition: a suspension and what is due about it change in one transaction.</summary>
    public const string Partition = "suspensions";

    /// <summary>The columns of <see cref="ReadStanding"/>.</summary>
    public static readonly string[] ColumnsOfStanding = [nameof(Suspension.Account), nameof(Suspension.State), nameof(Suspension.Until), nameof(Suspension.Transitions), nameof(Suspension.Since), nameof(Suspension.Judgement), nameof(Suspension.Judged), nameof(Suspension.Recovered), nameof(Suspension.FirstTransition), nameof(Suspension.EarlierVerdicts)];

    /// <summary>What stands before the account's key.</summary>
    public const string Prefix = "a:";

    public static string RowKey(AccountName account) => Prefix + TableKey.Of(account);

    public static TableEntity Write(Suspension suspension, string partitionKey, string rowKey)
    {
        var row = new TableEntity(partitionKey, rowKey)
        {
            [nameof(Suspension.Account)] = suspension.Account.Value,
            [nameof(Suspension.State)] = suspension.State.ToString(),
            [nameof(Suspension.From)] = suspension.From?.ToString() ?? "",
            [nameof(Suspension.Since)] = suspension.Since,
            [nameof(Suspension.By)] = suspension.By,
            [nameof(Suspension.Reason)] = suspension.Reason,
            [nameof(Suspension.Transitions)] = suspension.Transitions,
            [nameof(Suspension.Activations)] = suspension.Activations,
            [nameof(Suspension.Judgement)] = suspension.Judgement.ToString(),
            [nameof(Suspension.Decision)] = suspension.Decision is null ? "" : DecisionJson.Write(suspension.Decision),
        };
        if (suspension.Until is { } until)
        {
            row[nameof(Suspension.Until)] = until;
        }

        // Table Storage knows no time before 1601.
        if (suspension.ForgottenUntil != DateTimeOffset.MinValue)
        {
            row[nameof(Suspension.ForgottenUntil)] = suspension.ForgottenUntil;
        }

        if (suspension.LastAttempt is { } attempt)
        {
            row[nameof(Suspension.LastAttempt)] = attempt;
        }

        Write(row, nameof(Suspension.Suspended), suspension.Suspended);
        Write(row, nameof(Suspension.Judged), suspension.Judged);
        Write(row, nameof(Suspension.Ended), suspension.Ended);
        Write(row, nameof(Suspension.Recovered), suspension.Recovered);
        if (suspension.FirstTransition is { } first)
        {
            row[nameof(Suspension.FirstTransition)] = first;
        }

        if (suspension.EarlierVerdicts.Count > 0)
        {
            row[nameof(Suspension.EarlierVerdicts)] = SuspensionVerdictColumn.Write(suspension.EarlierVerdicts);
        }

        if (suspension.Removed)
        {
            row[nameof(Suspension.Removed)] = true;
        }

        return row;
    }

    public static Suspension Read(TableEntity row) => new()
    {
        Account = row.Parsed(nameof(Suspension.Account), AccountName.Parse),
        State = row.Known<SuspensionState>(nameof(Suspension.State)),
        From = row.TextIfAny(nameof(Suspension.From)) is { Length: > 0 } ? row.Known<SuspensionState>(nameof(Suspension.From)) : null,
        Since = row.Time(nameof(Suspension.Since)),
        By = row.TextIfAny(nameof(Suspension.By))!,
        Reason = row.TextIfAny(nameof(Suspension.Reason))!,
        Until = row.TimeIfAny(nameof(Suspension.Until)),
        LastAttempt = row.TimeIfAny(nameof(Suspension.LastAttempt)),
        Transitions = row.Number(nameof(Suspension.Transitions)),
        Activations = row.Number(nameof(Suspension.Activations)),
        ForgottenUntil = row.TimeIfAny(nameof(Suspension.ForgottenUntil)) ?? DateTimeOffset.MinValue,
        Judgement = ReadJudgement(row),
        FirstTransition = row.NumberIfAny(nameof(Suspension.FirstTransition)),
        EarlierVerdicts = SuspensionVerdictColumn.Read(row.TextIfAny(nameof(Suspension.EarlierVerdicts))),
        Removed = row.TruthIfAny(nameof(Suspension.Removed)) == true,
        Decision = row.TextIfAny(nameof(Suspension.Decision)) is { Length: > 0 } ? row.Parsed(nameof(Suspension.Decision), DecisionJson.Read) : null,
        Suspended = ReadAct(row, nameof(Suspension.Suspended)),
        Judged = ReadAct(row, nameof(Suspension.Judged)),
        Ended = ReadAct(row, nameof(Suspension.Ended)),
        Recovered = ReadAct(row, nameof(Suspension.Recovered)),
    };

    /// <summary>Reads as much of it as an answer needs, as <see cref="AccountStanding.Of"/> does of a whole one; without the verdicts where nobody needs them.</summary>
    /// <exception cref="FormatException">It is damaged, as with the other exceptions.</exception>
    /// <exception cref="ArgumentException">A column is missing.</exception>
    /// <exception cref="InvalidOperationException">A column is missing or of another type.</exception>
    public static AccountStanding ReadStanding(TableEntity row, bool withVerdicts)
    {
        // A state of a later version is none of refusing: those come with a new reader first.
        var state = Enum.TryParse<SuspensionState>(row.GetString(nameof(Suspension.State)), out var known) ? known : SuspensionState.Expired;
        var transitions = row.GetInt32(nameof(Suspension.Transitions))!.Value;
        return new(AccountName.Parse(row.GetString(nameof(Suspension.Account))), state, row.GetDateTimeOffset(nameof(Suspension.Until)), transitions)
        {
            // A judgement during the watch after a password change is a transition, and the watch goes on.
            Since = (IsJudgedWatch(row) ? row.GetDateTimeOffset(nameof(Suspension.Recovered)) : null) ?? row.GetDateTimeOffset(nameof(Suspension.Since)) ?? default,
            Verdicts = !withVerdicts ? [] : SuspensionVerdict.Of(
                SuspensionVerdictColumn.Read(row.GetString(nameof(Suspension.EarlierVerdicts))),
                row.GetInt32(nameof(Suspension.FirstTransition)),
                transitions,
                state,
                Enum.TryParse<Judgement>(row.GetString(nameof(Suspension.Judgement)), out var judgement) ? judgement : Judgement.None),
        };
    }

    private static bool IsJudgedWatch(TableEntity row) =>
        row.GetString(nameof(Suspension.State)) == nameof(SuspensionState.Watched) && row.GetDateTimeOffset(nameof(Suspension.Until)) is not null
        && row.GetDateTimeOffset(nameof(Suspension.Judged)) is { } judged && judged == row.GetDateTimeOffset(nameof(Suspension.Since));

    private static void Write(TableEntity row, string what, SuspensionAct? act)
    {
        if (act is not null)
        {
            (row[what], row[what + nameof(act.By)], row[what + nameof(act.Reason)]) = (act.Time, act.By, act.Reason);
        }
    }

    // Rows of earlier versions know only the last transition.
    private static SuspensionAct? ReadAct(TableEntity row, string what) => row.TimeIfAny(what) is { } time
        ? new SuspensionAct(time, row.TextIfAny(what + nameof(SuspensionAct.By))!, row.TextIfAny(what + nameof(SuspensionAct.Reason))!)
        : null;

    // Rows from before there were judgements say whether it was a false positive, and nothing else.
    private static Judgement ReadJudgement(TableEntity row) =>
        row.TextIfAny(nameof(Suspension.Judgement)) is not null ? row.Known<Judgement>(nameof(Suspension.Judgement))
        : row.TruthIfAny(nameof(Suspension.FalsePositive)) == true ? Judgement.FalsePositive
        : Judgement.None;
}
