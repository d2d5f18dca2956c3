using AbuseServerless.Laboratory.Population;

namespace AbuseServerless.Laboratory.Running;

/// <summary>What became of the accounts of one kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="IsStolen">Whether the accounts are stolen.</param>
/// <param name="Accounts">How many there are.</param>
/// <param name="Suspended">How many were suspended: of stolen accounts those stopped after the theft, of honest ones those harmed.</param>
/// <param name="Watched">How many were watched and not suspended.</param>
/// <param name="Messages">Median of spam messages submitted until the stop; an account that was never stopped counts with all it sent. Null for honest kinds.</param>
/// <param name="MessagesP95">The 95th percentile of the same.</param>
/// <param name="Nets">How many each net suspended.</param>
/// <param name="WatchedBy">How many each net had watched, of those that were not suspended.</param>
internal sealed record KindResult(
    string Kind, bool IsStolen, int Accounts, int Suspended, int Watched, int? Messages, int? MessagesP95, IReadOnlyDictionary<string, int> Nets, IReadOnlyDictionary<string, int> WatchedBy)
{
    /// <summary>Results by kind, in the order of the population.</summary>
    public static IReadOnlyList<KindResult> Of(Town town, IReadOnlyDictionary<string, Stop> stops) =>
        [.. town.Subjects.GroupBy(subject => subject.Kind).Select(group => Of([.. group], stops))];

    private static KindResult Of(Subject[] subjects, IReadOnlyDictionary<string, Stop> stops)
    {
        var decided = subjects.Select(subject => stops.GetValueOrDefault(subject.Account)).ToArray();
        var sent = subjects.Zip(decided).Where(pair => pair.First.IsStolen).Select(pair => Sent(pair.First, pair.Second)).Order().ToArray();
        return new KindResult(
            subjects[0].Kind,
            subjects[0].IsStolen,
            subjects.Length,
            subjects.Zip(decided).Count(pair => IsStop(pair.First, pair.Second)),
            decided.Count(stop => stop is { Suspended: null, Watched: not null }),
            Percentile(sent, 0.5),
            Percentile(sent, 0.95),
            ByNet(decided, stop => stop.Suspended is not null),
            ByNet(decided, stop => stop.Suspended is null));
    }

    private static Dictionary<string, int> ByNet(Stop?[] decided, Func<Stop, bool> among) =>
        decided.OfType<Stop>().Where(among).GroupBy(stop => stop.Net ?? "").ToDictionary(net => net.Key, net => net.Count(), StringComparer.Ordinal);

    // A stolen account that was suspended for what its owner did before is a wrong suspension, and no stop.
    private static bool IsStop(Subject subject, Stop? stop) => stop?.Suspended is { } at && (subject.StolenAt is not { } stolen || at > stolen);

    private static int Sent(Subject subject, Stop? stop) => IsStop(subject, stop) ? subject.Spam.Count(time => time < stop!.Suspended) : subject.Spam.Count;

    // Nearest rank.
    private static int? Percentile(int[] sorted, double share) => sorted.Length == 0 ? null : sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)];
}
