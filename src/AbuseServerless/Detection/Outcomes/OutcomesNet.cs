using System.Globalization;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection.Outcomes;

/// <summary>
/// Refused mail: on some day (UTC) at least a number of recipients of the account's mail were refused as unknown or as spam, at least a share of all of them, and more than is usual for the account. Where it was
/// used from unfamiliar networks, in ten minutes or more of that day, it is suspended; otherwise more refusals are needed for a watch.
/// </summary>
/// <remarks>docs/detection.md says where the thresholds come from.</remarks>
public sealed class OutcomesNet(OutcomesOptions options) : INet
{
    /// <summary>Name of the net.</summary>
    public const string Name = "Outcomes";

    string INet.Name => Name;

    /// <inheritdoc/>
    public Verdict Gravest => options.Gravest;

    /// <inheritdoc/>
    public IReadOnlyList<EvidenceKind> Evidence { get; } = [OutcomeEvidence.Kind, FamiliarityEvidence.Kind];

    /// <inheritdoc/>
    public Finding? Judge(AccountActivity activity)
    {
        // An account of which there is no AUTH has no place to be judged by, and no ring.
        var evidence = activity.Of(OutcomeEvidence.Kind);
        return evidence.IsEmpty || activity.Places.Count == 0
            ? null
            : Find(activity, evidence, Verdict.Suspend, options.Suspend) ?? Find(activity, evidence, Verdict.Watch, options.Watch);
    }

    // The earliest day that reaches it.
    private Finding? Find(AccountActivity activity, OutcomeEvidence evidence, Verdict verdict, Threshold threshold)
    {
        if (!threshold.IsOn)
        {
            return null;
        }

        var usual = 0;
        foreach (var day in evidence.Days)
        {
            var refused = day.Refused(verdict);
            var least = Math.Max(threshold.Value, options.TimesUsual * usual);
            if (refused >= least && refused >= options.Share * day.Recipients && (verdict == Verdict.Watch || activity.Of(FamiliarityEvidence.Kind).IsUnfamiliar(day.Day)))
            {
                var age = activity.Head.Index - (day.Day * Slot.PerDay + day.LastSlot);
                return new Finding(Name, verdict, refused, least, (int)Math.Clamp(age, int.MinValue, int.MaxValue), day.LastSlot + 1, Tell(day, verdict));
            }

            usual = Math.Max(usual, day.Refused(Verdict.Watch));
        }

        return null;
    }

    private static string Tell(in OutcomeDay day, Verdict verdict)
    {
        var watchOnly = verdict == Verdict.Watch && day.WatchOnly > 0 ? string.Create(CultureInfo.InvariantCulture, $", {day.WatchOnly} of watch-only use") : "";
        var where = verdict == Verdict.Suspend ? string.Create(CultureInfo.InvariantCulture, $"; {FamiliarityEvidence.MinimumUnfamiliarMinutes} minutes or more with AUTH events from unfamiliar networks") : "";
        return string.Create(
            CultureInfo.InvariantCulture, $"{day.Refused(verdict)} of about {day.Recipients} recipients of one day refused: {day.Unknown} unknown, {day.Unwanted} as spam{watchOnly}{where}");
    }
}
