using System.Globalization;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Detection.Time;
using AbuseServerless.Detection.Volume;

namespace AbuseServerless.Detection.Outcomes;

/// <summary>
/// Refused mail: on some day (UTC) at least a number of recipients of the account's mail were refused as unknown or as spam, at least a share of all of them, and more than is usual for the account. Where it was
/// used from unfamiliar networks, in ten minutes or more of that day, it is suspended. Where it is new, or was used from anywhere but its home for less time, it takes more refusals; at home, they are watched.
/// </summary>
/// <remarks>docs/detection.md says where the thresholds come from.</remarks>
public sealed class OutcomesNet(OutcomesOptions options) : INet
{
    /// <summary>Name of the net.</summary>
    public const string Name = "Outcomes";

    private const string Away = "; a new account, or AUTH events from a network in which it is not established";

    private readonly Condition _elsewhere = new(
        Verdict.Suspend,
        options.Suspend,
        options.Share,
        static (activity, day) => activity.Of(FamiliarityEvidence.Kind).IsUnfamiliar(day),
        string.Create(CultureInfo.InvariantCulture, $"; {FamiliarityEvidence.MinimumUnfamiliarMinutes} minutes or more with AUTH events from unfamiliar networks"));

    private readonly Condition _many = new(Verdict.Suspend, options.Many, options.ManyShare, IsAway, Away);

    // Without those as spam: who forwards mail forwards spam as well.
    private readonly Condition _few = new(Verdict.Suspend, options.Few, options.FewShare, IsAway, Away) { OnlyUnknown = true };

    private readonly Condition _anywhere = new(Verdict.Watch, options.Watch, options.Share, static (_, _) => true, "");

    private readonly Condition _suspicion = new(Verdict.Suspend, options.Watch, options.Share, static (_, _) => true, "");

    string INet.Name => Name;

    /// <inheritdoc/>
    public Verdict Gravest => options.Gravest;

    /// <inheritdoc/>
    public IReadOnlyList<EvidenceKind> Evidence { get; } = [OutcomeEvidence.Kind, FamiliarityEvidence.Kind];

    /// <inheritdoc/>
    public Finding? Judge(AccountActivity activity) =>
        Find(activity, _elsewhere) ?? (options.Suspend.IsOn ? Find(activity, _many) ?? Find(activity, _few) : null) ?? Find(activity, _anywhere);

    /// <inheritdoc/>
    public Finding? Suspicion(AccountActivity activity) => Find(activity, _suspicion);

    // The earliest day that reaches it. An account of which there is no AUTH has no place to be judged by, and no ring.
    private Finding? Find(AccountActivity activity, Condition condition)
    {
        var evidence = activity.Of(OutcomeEvidence.Kind);
        if (evidence.IsEmpty || activity.Places.Count == 0 || !condition.Refused.IsOn)
        {
            return null;
        }

        var usual = 0;
        foreach (var day in evidence.Days)
        {
            var refused = condition.OnlyUnknown ? day.Unknown : day.Refused(condition.Verdict);
            var least = Math.Max(condition.Refused.Value, options.TimesUsual * usual);
            if (refused >= least && refused >= condition.Share * day.Recipients && condition.Holds(activity, day.Day))
            {
                var age = activity.Head.Index - (day.Day * Slot.PerDay + day.LastSlot);
                return new Finding(Name, condition.Verdict, refused, least, (int)Math.Clamp(age, int.MinValue, int.MaxValue), day.LastSlot + 1, Tell(day, condition));
            }

            if (!IsConspicuous(day))
            {
                usual = Math.Max(usual, day.Refused(Verdict.Watch));
            }
        }

        return null;
    }

    // What an attack did is not usual: neither on its first day, nor on each day of a slow one.
    private bool IsConspicuous(in OutcomeDay day) =>
        day.Refused(Verdict.Watch) is var refused && (options.Suspend.IsReachedBy(refused) || options.Watch.IsReachedBy(refused)) && refused >= options.ManyShare * day.Recipients;

    // New, or used from a network in which it is not established, for which Volume has the evidence. Of an account that is only used from private networks nothing is known.
    private static bool IsAway(AccountActivity activity, long day)
    {
        var familiarity = activity.Of(FamiliarityEvidence.Kind);
        return familiarity.IsOpen(day)
            && (!familiarity.IsKnown(day)
                || familiarity.UnfamiliarMinutes(day, watchOnly: false).Any()
                || activity.Of(VolumeEvidence.Kind).Open.Any(open => open.Day == day && open.IsStrange));
    }

    private static string Tell(in OutcomeDay day, Condition condition)
    {
        var watchOnly = condition.Verdict == Verdict.Watch && day.WatchOnly > 0 ? string.Create(CultureInfo.InvariantCulture, $", {day.WatchOnly} of watch-only use") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{day.Refused(condition.Verdict)} of about {Quantity.Of(day.Recipients, "recipient")} of one day refused: {day.Unknown} unknown, {day.Unwanted} as spam{watchOnly}{condition.Where}");
    }

    // Refusals of a day, their share, and where the account was used on it.
    private sealed record Condition(Verdict Verdict, Threshold Refused, double Share, Func<AccountActivity, long, bool> Holds, string Where)
    {
        public bool OnlyUnknown { get; init; }
    }
}
