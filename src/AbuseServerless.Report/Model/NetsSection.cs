using AbuseServerless.Thresholds.Trials;

namespace AbuseServerless.Report.Model;

/// <summary>What each net contributes: whom all nets would stop by what is stored, and whom the others if one were off.</summary>
/// <param name="IsInForce">Whether the settings are those in force; else they are the defaults.</param>
/// <param name="Discarded">Accounts whose last suspension or watch is over: the activity that closed a net is gone, and they are in neither Good nor Abuse.</param>
/// <param name="Rows">All nets first, then the same without each net that is on.</param>
public sealed record NetsSection(bool IsInForce, int Discarded, IReadOnlyList<NetRow> Rows)
{
    internal static NetsSection? Of(ReportData data) => data.Nets is { Study.Accounts: > 0 } nets
        ? new(nets.IsInForce, nets.Discarded, [.. nets.Study.Outcomes.Select(outcome => NetRow.Of(outcome, nets.WithoutEvidence))])
        : null;
}

/// <summary>What the nets would do without one of them.</summary>
/// <param name="Without">The net that is left out; null where none is.</param>
/// <param name="Suspended">Accounts that would be suspended.</param>
/// <param name="Watched">Accounts that would be watched and not suspended.</param>
/// <param name="Good">Suspended ones that are marked good.</param>
/// <param name="Abuse">Suspended ones that are marked abuse.</param>
/// <param name="HasEvidence">Whether anything is stored that the net judges by; true where none is left out.</param>
public sealed record NetRow(string? Without, int Suspended, int Watched, int Good, int Abuse, bool HasEvidence)
{
    internal static NetRow Of(TrialOutcome outcome, IReadOnlyList<string> withoutEvidence) =>
        new(outcome.Name == NetTrials.All ? null : outcome.Name, outcome.Suspended, outcome.Watched, outcome.Good, outcome.Abuse, !withoutEvidence.Contains(outcome.Name));
}
