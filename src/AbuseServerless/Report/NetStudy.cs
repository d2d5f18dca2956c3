using AbuseServerless.Thresholds.Trials;

namespace AbuseServerless.Report;

/// <summary>What each net contributes by what is stored: whom all nets would stop, whom the others if one were off, and whom each one alone.</summary>
/// <param name="IsInForce">Whether the settings tried are those in force; else they are the defaults.</param>
/// <param name="Discarded">Accounts whose last suspension or watch is over: the activity that closed a net is gone, and they are not among those known to be good or abused.</param>
/// <param name="WithoutEvidence">Nets for which no account has any evidence.</param>
/// <param name="Study">The trials of <see cref="NetTrials"/>.</param>
public sealed record NetStudy(bool IsInForce, int Discarded, IReadOnlyList<string> WithoutEvidence, TrialStudy Study);
