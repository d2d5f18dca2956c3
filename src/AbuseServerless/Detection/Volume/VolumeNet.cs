using System.Globalization;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Detection.Outcomes;
using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection.Volume;

/// <summary>
/// High volume from elsewhere: within an hour of a day (UTC), or on the whole day, an account sent at least a number of messages, or to a number of recipients, from unfamiliar networks; and several times its usual volume on
/// a day, wherever it is used from; several times as many while its mail is accepted. A network that is familiar but not established counts as unfamiliar here. An account of which nothing is usual yet is not judged. Watch-only networks count to watch, not to suspend.
/// </summary>
/// <remarks>docs/detection.md says where the thresholds come from.</remarks>
public sealed class VolumeNet(VolumeOptions options) : INet
{
    /// <summary>Name of the net.</summary>
    public const string Name = "Volume";

    private const int Hour = 60;

    private readonly Quota[] _quotas =
    [
        new("messages", "within an hour", Hour, options.MessagesPerHour, false),
        new("messages", "on one day", MinuteSet.ADay, options.MessagesPerDay, false),
        new("recipients", "within an hour", Hour, options.RecipientsPerHour, true),
        new("recipients", "on one day", MinuteSet.ADay, options.RecipientsPerDay, true),
    ];

    string INet.Name => Name;

    /// <inheritdoc/>
    public Verdict Gravest => _quotas.Max(quota => quota.Limits.Gravest);

    /// <inheritdoc/>
    public IReadOnlyList<EvidenceKind> Evidence { get; } = [FamiliarityEvidence.Kind, VolumeEvidence.Kind];

    /// <inheritdoc/>
    public Finding? Judge(AccountActivity activity) => Judge(activity, (day, usual, quota) =>
        Find(activity, day, usual, quota, Verdict.Suspend, quota.Limits.Suspend) ?? Find(activity, day, usual, quota, Verdict.Watch, quota.Limits.Watch));

    /// <inheritdoc/>
    public Finding? Suspicion(AccountActivity activity) => Judge(activity, (day, usual, quota) => Find(activity, day, usual, quota, Verdict.Suspend, quota.Limits.Watch));

    private Finding? Judge(AccountActivity activity, Func<VolumeDay, UsualVolume, Quota, Finding?> find)
    {
        var evidence = activity.Of(VolumeEvidence.Kind);
        Finding? gravest = null;
        for (var i = 0; i < evidence.Open.Count; i++)
        {
            var day = evidence.Open[i];
            if (day.HasStrange && activity.Places.Count > 0 && evidence.UsualOn(day.Day) is { IsKnown: true } usual)
            {
                foreach (var quota in _quotas)
                {
                    gravest = Finding.Graver(gravest, find(day, usual, quota));
                }
            }
        }

        return gravest;
    }

    private Finding? Find(AccountActivity activity, VolumeDay day, UsualVolume usual, Quota quota, Verdict verdict, Threshold threshold)
    {
        if (!threshold.IsOn)
        {
            return null;
        }

        var most = day.Most(quota.Minutes, watchOnly: verdict == Verdict.Watch, FamiliarityEvidence.MinimumUnfamiliarMinutes);
        var ((measured, at), usually) = quota.OfRecipients ? (most.Recipients, usual.RecipientsTimes(options.TimesUsual)) : (most.Messages, usual.MessagesTimes(options.TimesUsual));
        var isAccepted = verdict == Verdict.Suspend && options.TimesAccepted > 1 && measured >= threshold.Value
            && activity.Of(OutcomeEvidence.Kind).IsAccepted(day.Day, (int)Math.Min(measured, int.MaxValue));
        var least = Math.Max(isAccepted ? Math.Min((long)options.TimesAccepted * threshold.Value, quota.Maximum) : threshold.Value, usually);
        if (measured < least)
        {
            return null;
        }

        // The hour of the quota, to the quarter of an hour; of a day's quota the day up to the last use.
        var (first, last) = quota.Minutes == Hour ? (Math.Max(0, at - Hour + 1) / VolumeDay.Minutes, at / VolumeDay.Minutes) : (0, day.LastQuarter);
        var age = activity.Head.Index - ((day.Day * Slot.PerDay) + last);
        var why = least == usually && least > threshold.Value ? $"{options.TimesUsual} times the usual number per day" : isAccepted && least > threshold.Value ? $"more than the threshold of {threshold}, because the mail is accepted" : "the threshold";
        var summary = string.Create(CultureInfo.InvariantCulture, $"{measured} {quota.What} {quota.Window} from unfamiliar networks; {least} is {why}");
        return new Finding(Name, verdict, measured, least, (int)age, last - first + 1, summary);
    }

    private sealed record Quota(string What, string Window, int Minutes, Limits Limits, bool OfRecipients)
    {
        // The most that is kept of a day. An hour of accepted mail may be as busy as it can: the day has a limit.
        public long Maximum => OfRecipients || Minutes == Hour ? long.MaxValue : VolumeEvidence.MaximumMinutes;
    }
}
