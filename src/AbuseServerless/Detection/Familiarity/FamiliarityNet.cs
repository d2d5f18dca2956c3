using System.Globalization;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Outcomes;
using AbuseServerless.Detection.Time;
using AbuseServerless.Detection.Volume;

namespace AbuseServerless.Detection.Familiarity;

/// <summary>
/// Unfamiliar networks together with heavy use: on some day (UTC) an account was used from at least a number of unfamiliar networks, in at least a number of minutes. Neither alone means anything: a traveller
/// uses unfamiliar networks, and a busy day at home has many minutes. While its mail is accepted, an account is watched and not suspended. A hosting network counts as two for a known account; for a new one, all of them count as one. Watch-only networks count towards a watch, not towards a suspension.
/// </summary>
/// <remarks>docs/detection.md says where the thresholds come from.</remarks>
/// <param name="options">Its settings.</param>
/// <param name="volumeLimitsDays">Whether Volume limits the day of an account that this net spares.</param>
public sealed class FamiliarityNet(FamiliarityOptions options, bool volumeLimitsDays) : INet
{
    /// <summary>Name of the net.</summary>
    public const string Name = "Familiarity";

    private const int MaximumListed = 10;

    // What is usual is told in quarters of an hour with logins. Who writes a lot writes more than once in many of them.
    private const int MinutesAQuarter = 2;

    private readonly HostingNetworks _hosting = options.ReadHosting();

    string INet.Name => Name;

    /// <inheritdoc/>
    public Verdict Gravest => options.Gravest;

    /// <inheritdoc/>
    public IReadOnlyList<EvidenceKind> Evidence { get; } = [FamiliarityEvidence.Kind];

    /// <inheritdoc/>
    public Finding? Judge(AccountActivity activity)
    {
        var evidence = activity.Of(FamiliarityEvidence.Kind);
        var found = evidence.Minutes < Math.Min(options.WatchMinutes, options.SuspendMinutes)
            ? null
            : Find(activity, evidence, Verdict.Suspend, options.Suspend, options.SuspendMinutes) ?? Find(activity, evidence, Verdict.Watch, options.Watch, options.WatchMinutes);
        return found ?? FindHosting(activity, evidence, watchOnly: true);
    }

    /// <inheritdoc/>
    public Finding? Suspicion(AccountActivity activity)
    {
        var evidence = activity.Of(FamiliarityEvidence.Kind);
        return Find(activity, evidence, Verdict.Suspend, options.Watch, options.WatchMinutes) ?? FindHosting(activity, evidence, watchOnly: false);
    }

    // A spray takes a few minutes of each account from one rented machine. The earliest day with as many in hosting networks, where it is known that the account does not live in them.
    private Finding? FindHosting(AccountActivity activity, FamiliarityEvidence evidence, bool watchOnly)
    {
        if (!options.Watch.IsOn || !options.HostingMinutes.IsOn || evidence.Minutes < options.HostingMinutes.Value || !evidence.HasMinutesIn(_hosting))
        {
            return null;
        }

        for (var day = evidence.NewestDay - 2; day <= evidence.NewestDay; day++)
        {
            if (!evidence.IsKnown(day))
            {
                continue;
            }

            var use = evidence.On(day, prefixes: false, watchOnly);
            use = use with { Networks = [.. use.Networks.Where(network => _hosting.Contain(network.Origin))] };
            if (use.IsKnown && use.Minutes >= options.HostingMinutes.Value && Window(activity, day) is var (age, slots))
            {
                return new Finding(Name, Verdict.Watch, use.Minutes, options.HostingMinutes.Value, age, slots, Tell(use));
            }
        }

        return null;
    }

    // The part of a day that is past, where its end is in the ring.
    private static (int Age, int Slots)? Window(AccountActivity activity, long day)
    {
        var last = Math.Min(activity.Head.Index, ((day + 1) * Slot.PerDay) - 1);
        return activity.Head.Index - last is >= 0 and < SlotSet.Capacity and var age ? ((int)age, (int)(last - (day * Slot.PerDay)) + 1) : null;
    }

    // The earliest day that reaches both.
    private Finding? Find(AccountActivity activity, FamiliarityEvidence evidence, Verdict verdict, Threshold networks, int minutes)
    {
        for (var i = 0; networks.IsOn && i < 6; i++)
        {
            var (day, prefixes, watchOnly) = (evidence.NewestDay - 2 + i / 2, i % 2 == 1, verdict == Verdict.Watch);
            var (origins, used) = evidence.Total(day, prefixes, watchOnly);
            if (used < minutes)
            {
                continue;
            }

            var isKnown = evidence.IsKnown(day, prefixes);
            var threshold = isKnown ? networks.Value : options.NewAccount;
            var least = verdict == Verdict.Suspend ? Math.Max(minutes, Usual(activity, day)) : minutes;
            if (used < least || (isKnown ? 2 * origins : origins) < threshold || (verdict == Verdict.Suspend && IsSpared(activity, day, used)))
            {
                continue;
            }

            var use = evidence.On(day, prefixes, watchOnly);
            var counted = Count(use);
            if (counted >= threshold && Window(activity, day) is var (age, slots))
            {
                return new Finding(Name, verdict, counted, threshold, age, slots, Tell(use) + TellUsual(minutes, least));
            }
        }

        return null;
    }

    // Whose mail is accepted writes to people who know him: Volume sets the limit then, where it knows what is usual. A new account is spared as well: it has refusals to show before it is known what is usual.
    private bool IsSpared(AccountActivity activity, long day, int used) =>
        options.SparesAccepted && volumeLimitsDays && activity.Of(OutcomeEvidence.Kind).IsAccepted(day, used);

    // Hosting networks count twice where it is known that the account does not live in them. Else together once: monitors, and services that log in for their users, begin somewhere too.
    private int Count(UnfamiliarUse use)
    {
        var hosting = use.Networks.Count(network => _hosting.Contain(network.Origin));
        return use.Networks.Count + (use.IsKnown ? hosting : Math.Min(0, 1 - hosting));
    }

    // Who writes a lot every day does so on a journey too. What is not recorded is not usual.
    private static int Usual(AccountActivity activity, long day) =>
        (int)Math.Min(activity.Of(VolumeEvidence.Kind).UsualOn(day).MessagesTimes(MinutesAQuarter), FamiliarityEvidence.MaximumMinutes);

    private static string TellUsual(int minutes, int least) => least > minutes ? string.Create(CultureInfo.InvariantCulture, $"; {least} on a day are usual") : "";

    private string Tell(UnfamiliarUse use)
    {
        var networks = string.Join(", ", use.Networks.Take(MaximumListed).Select(network => string.Create(CultureInfo.InvariantCulture, $"{network.Origin}{(_hosting.Contain(network.Origin) ? " (hosting)" : "")} {network.Minutes}")));
        var more = use.Networks.Count > MaximumListed ? ", …" : "";
        var what = use.Networks.Count == 1 ? "network" : "networks";
        var who = use.IsKnown ? $"unfamiliar {what}" : $"{what} of a new account";
        return $"{use.Networks.Count} {who}, {Quantity.Of(use.Minutes, "minute")} with AUTH events from them on one day: {networks}{more}";
    }
}
