using System.Globalization;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection.Together;

/// <summary>
/// Evidence of several nets that adds up: within 32 hours (for which sightings are remembered) some reach their watch thresholds by what became of the account's mail, and by where it was used. Each net has a weight; those of the mail are added, and of
/// those that tell where the account was used the largest, because a traveller alerts several of them at once. Nothing of where an account was used counts without something of its mail, and one net alone is not judged.
/// </summary>
/// <remarks>docs/detection.md says where the weights come from.</remarks>
public sealed class TogetherNet : INet
{
    /// <summary>Name of the net.</summary>
    public const string Name = "Together";

    private readonly TogetherOptions _options;
    private readonly Part[] _mail;
    private readonly Part[] _use;

    /// <summary>Of some settings.</summary>
    /// <param name="options">Its settings.</param>
    /// <param name="mail">Nets that judge the account's mail, with their weights; the first that finds something is the one within 32 hours of which the others count.</param>
    /// <param name="use">Nets that judge where it was used.</param>
    public TogetherNet(TogetherOptions options, IEnumerable<(INet Net, int Weight)> mail, IEnumerable<(INet Net, int Weight)> use)
    {
        _options = options;
        _mail = Parts(mail);
        _use = Parts(use);
        Evidence = [.. _mail.Concat(_use).SelectMany(part => part.Net.Evidence).Distinct()];
    }

    string INet.Name => Name;

    /// <inheritdoc/>
    public Verdict Gravest => _mail.Length + _use.Length < 2 ? Verdict.None : _options.Gravest;

    /// <inheritdoc/>
    public IReadOnlyList<EvidenceKind> Evidence { get; }

    /// <inheritdoc/>
    public Finding? Judge(AccountActivity activity) => Find(activity) is not { } found
        ? null
        : Find(found, Verdict.Suspend, _options.Suspend) ?? Find(found, Verdict.Watch, _options.Watch);

    // What the nets of the mail found is asked first: of nearly all accounts they find nothing.
    private List<(int Weight, Finding Finding)>? Find(AccountActivity activity)
    {
        List<(int Weight, Finding Finding)>? found = null;
        foreach (var part in _mail)
        {
            if (part.Net.Suspicion(activity) is { } finding && IsAtTheTime(found, finding))
            {
                (found ??= []).Add((part.Weight, finding));
            }
        }

        if (found is null)
        {
            return null;
        }

        // In the order of weights, so that the first is the largest.
        foreach (var part in _use)
        {
            if (part.Net.Suspicion(activity) is { } finding && IsAtTheTime(found, finding))
            {
                found.Add((part.Weight, finding));
                break;
            }
        }

        return found.Count < 2 ? null : found;
    }

    // A net tells the earliest window that it finds, so that a shorter time would hide a later one.
    private static bool IsAtTheTime(List<(int Weight, Finding Finding)>? found, Finding finding) =>
        found is null || Math.Abs(found[0].Finding.EndAge - finding.EndAge) <= SlotSet.Capacity;

    private static Finding? Find(List<(int Weight, Finding Finding)> found, Verdict verdict, Threshold threshold)
    {
        var sum = found.Sum(one => one.Weight);
        if (!threshold.IsReachedBy(sum))
        {
            return null;
        }

        var end = found.Min(one => one.Finding.EndAge);
        var start = found.Max(one => one.Finding.EndAge + one.Finding.WindowSlots);
        var summary = string.Join("; ", found.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Finding.Net} ({one.Weight}): {one.Finding.Summary}")));
        return new Finding(Name, verdict, sum, threshold.Value, end, start - end, summary);
    }

    private static Part[] Parts(IEnumerable<(INet Net, int Weight)> nets) =>
        [.. nets.Where(one => one.Weight > 0 && one.Net.Gravest != Verdict.None).Select(one => new Part(one.Net, one.Weight)).OrderByDescending(part => part.Weight)];

    private sealed record Part(INet Net, int Weight);
}
