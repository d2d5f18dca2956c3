using AbuseServerless.Thresholds.Trials;

namespace AbuseServerless.Report.Model;

/// <summary>What each net contributes: whom all nets would stop by what is stored, whom the others if one were off, and whom each one alone.</summary>
/// <param name="IsInForce">Whether the settings are those in force; else they are the defaults.</param>
/// <param name="Discarded">Accounts whose last suspension or watch is over: the activity that closed a net is gone, and they are in neither Good nor Abuse.</param>
/// <param name="Good">Accounts that are marked good.</param>
/// <param name="Abuse">Accounts that are marked abuse.</param>
/// <param name="Rows">All nets first, then the same without each net that is on, then each of these alone.</param>
public sealed record NetsSection(bool IsInForce, int Discarded, int Good, int Abuse, IReadOnlyList<NetRow> Rows)
{
    internal static NetsSection? Of(ReportData data) => data.Nets is { Study.Accounts: > 0 } nets
        ? new(nets.IsInForce, nets.Discarded, nets.Study.Good, nets.Study.Abuse, [.. nets.Study.Outcomes.Select(outcome => NetRow.Of(outcome, nets.WithoutEvidence))])
        : null;
}

/// <summary>What all nets would do, or the others without one, or one alone.</summary>
/// <param name="Without">The net that is left out; null where none is.</param>
/// <param name="Alone">The only net; null where it is not the only one.</param>
/// <param name="Suspended">Accounts that would be suspended.</param>
/// <param name="Watched">Accounts that would be watched and not suspended.</param>
/// <param name="Good">Suspended ones that are marked good.</param>
/// <param name="Abuse">Suspended ones that are marked abuse.</param>
/// <param name="HasEvidence">Whether anything is stored that the net judges by; true for all nets.</param>
public sealed record NetRow(string? Without, string? Alone, int Suspended, int Watched, int Good, int Abuse, bool HasEvidence)
{
    internal static NetRow Of(TrialOutcome outcome, IReadOnlyList<string> withoutEvidence)
    {
        var net = outcome.Name == NetTrials.All ? null : outcome.Name[1..];
        var (without, alone) = net is null ? (null, null) : outcome.Name == NetTrials.Without(net) ? (net, default(string)) : (null, net);
        return new(without, alone, outcome.Suspended, outcome.Watched, outcome.Good, outcome.Abuse, net is null || !withoutEvidence.Contains(net));
    }
}
