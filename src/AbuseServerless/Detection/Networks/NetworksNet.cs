using System.Globalization;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection.Networks;

/// <summary>
/// Many unfamiliar networks: within an hour (4 slots), on a day or on seven days (UTC) an account was used from at least a number of autonomous systems, prefixes (IPv4 /24, IPv6 /48) or subnets (IPv6 /64) of
/// unfamiliar networks. A new account is not judged. Watch-only networks count towards a watch, not towards a suspension.
/// </summary>
/// <remarks>docs/detection.md says where the thresholds come from.</remarks>
public sealed class NetworksNet : INet
{
    /// <summary>Name of the net.</summary>
    public const string Name = "Networks";

    private const int Hour = 4;
    private const int Week = 7;

    // A day to which something may still come is one of the last three.
    private const int OpenDays = 3;
    private const int MaximumListed = 10;

    private readonly Quota[] _quotas;

    /// <summary>Of some settings.</summary>
    public NetworksNet(NetworksOptions options) => _quotas =
    [
        .. Quotas(NetworksEvidence.Level.System, "autonomous systems", options.Systems),
        .. Quotas(NetworksEvidence.Level.Prefix, "networks (IPv4 /24, IPv6 /48)", options.Prefixes),
        .. Quotas(NetworksEvidence.Level.Subnet, "IPv6 /64", options.Subnets),
    ];

    string INet.Name => Name;

    /// <inheritdoc/>
    public Verdict Gravest => _quotas.Select(quota => quota.Limits.Gravest).DefaultIfEmpty().Max();

    /// <inheritdoc/>
    public IReadOnlyList<EvidenceKind> Evidence { get; } = [FamiliarityEvidence.Kind, NetworksEvidence.Kind];

    /// <inheritdoc/>
    public Finding? Judge(AccountActivity activity)
    {
        var evidence = activity.Of(NetworksEvidence.Kind);
        if (evidence.IsEmpty)
        {
            return null;
        }

        Finding? gravest = null;
        foreach (var quota in _quotas)
        {
            gravest = Finding.Graver(gravest, Find(activity, evidence, quota, Verdict.Suspend, quota.Limits.Suspend) ?? Find(activity, evidence, quota, Verdict.Watch, quota.Limits.Watch));
        }

        return gravest;
    }

    /// <inheritdoc/>
    public Finding? Suspicion(AccountActivity activity) => activity.Of(NetworksEvidence.Kind) is { IsEmpty: false } evidence
        ? _quotas.Select(quota => Find(activity, evidence, quota, Verdict.Suspend, quota.Limits.Watch)).FirstOrDefault(finding => finding is not null)
        : null;

    private static IEnumerable<Quota> Quotas(NetworksEvidence.Level level, string what, NetworkLimits limits) =>
        new Quota[] { new(level, what, "within an hour", 0, limits.Hour), new(level, what, "on one day", 1, limits.Day), new(level, what, "on seven days", Week, limits.Week) }.Where(quota => quota.Limits.Gravest != Verdict.None);

    // The earliest window that reaches the threshold.
    private static Finding? Find(AccountActivity activity, NetworksEvidence evidence, Quota quota, Verdict verdict, Threshold threshold)
    {
        var watchOnly = verdict == Verdict.Watch;
        for (var age = NetworksEvidence.Slots - 1; threshold.IsOn && quota.Days == 0 && age >= 0; age--)
        {
            if (evidence.CountOfSlots(quota.Level, age, Hour, watchOnly) is var count && count >= threshold.Value)
            {
                return new Finding(Name, verdict, count, threshold.Value, age, Hour, Tell(quota, count, evidence.Systems(age, Hour, 0, 0, watchOnly)));
            }
        }

        for (var day = OpenDays - 1; threshold.IsOn && quota.Days > 0 && day >= 0; day--)
        {
            if (evidence.CountOfDays(quota.Level, day, quota.Days, watchOnly) is var count && count >= threshold.Value)
            {
                var (first, last) = ((activity.Head.Day - day - quota.Days + 1) * Slot.PerDay, Math.Min(activity.Head.Index, ((activity.Head.Day - day + 1) * Slot.PerDay) - 1));
                return new Finding(Name, verdict, count, threshold.Value, (int)(activity.Head.Index - last), (int)(last - first) + 1, Tell(quota, count, evidence.Systems(0, 0, day, quota.Days, watchOnly)));
            }
        }

        return null;
    }

    private static string Tell(Quota quota, int count, IEnumerable<Origin> systems)
    {
        var all = systems.ToArray();
        var more = all.Length > MaximumListed ? ", …" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{count} unfamiliar {quota.What} {quota.Window}: {string.Join(", ", all.Take(MaximumListed))}{more}");
    }

    // Days 0: an hour.
    private sealed record Quota(NetworksEvidence.Level Level, string What, string Window, int Days, Limits Limits);
}
