using System.Globalization;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Familiarity;
using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection.SharedOrigins;

/// <summary>
/// One address, several accounts: on one day (UTC) an account was used from an address (IPv6: /64) whose network was unfamiliar to at least a number of accounts, and where not twice as many others live. How a password spray and a crew look, who
/// use each account so little that it alone says nothing.
/// </summary>
/// <remarks>docs/detection.md says where the thresholds come from.</remarks>
public sealed class SharedOriginsNet(SharedOriginsOptions options) : INet
{
    /// <summary>Name of the net.</summary>
    public const string Name = "SharedOrigins";

    string INet.Name => Name;

    /// <inheritdoc/>
    public Verdict Gravest => options.Gravest;

    /// <inheritdoc/>
    public IReadOnlyList<EvidenceKind> Evidence { get; } = [FamiliarityEvidence.Kind, SharedOriginsEvidence.Kind];

    /// <inheritdoc/>
    public Finding? Judge(AccountActivity activity)
    {
        var evidence = activity.Of(SharedOriginsEvidence.Kind);
        if (evidence.IsEmpty)
        {
            return null;
        }

        Finding? gravest = null;
        foreach (var shared in evidence.All)
        {
            gravest = Finding.Graver(gravest, options.Suspend.IsReachedBy(shared.Counted) ? Find(activity, shared, Verdict.Suspend, shared.Counted, options.Suspend) : Watch(activity, shared, shared.Accounts));
        }

        return gravest;
    }

    /// <inheritdoc/>
    public Finding? Suspicion(AccountActivity activity)
    {
        Finding? found = null;
        foreach (var shared in activity.Of(SharedOriginsEvidence.Kind).All)
        {
            found ??= Watch(activity, shared, shared.Counted);
        }

        return found;
    }

    private Finding? Watch(AccountActivity activity, in SharedOriginsEvidence.Shared shared, int accounts) => options.IsWatchedAt(accounts, shared.HasAbuse)
        ? Find(activity, shared, Verdict.Watch, accounts, options.Watch.IsReachedBy(accounts) ? options.Watch : options.AfterAbuse)
        : null;

    private static Finding Find(AccountActivity activity, in SharedOriginsEvidence.Shared shared, Verdict verdict, int count, Threshold threshold)
    {
        var (first, last) = (shared.Day * Slot.PerDay, Math.Min(activity.Head.Index, ((shared.Day + 1) * Slot.PerDay) - 1));
        var summary = string.Create(CultureInfo.InvariantCulture, $"{count} accounts, this one among them, were used on one day from one address where none of them is known to live{(shared.HasAbuse ? "; one was found to be abused" : "")}");
        return new Finding(Name, verdict, count, threshold.Value, (int)(activity.Head.Index - last), (int)(last - first) + 1, summary);
    }
}
