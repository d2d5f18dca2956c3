namespace AbuseServerless.PowerShell.Boundary;

/// <summary>What settings of the nets would do with what is stored.</summary>
/// <param name="Trials">The defaults, then every value of each setting with every value of the others.</param>
/// <param name="Good">Accounts marked good, without those whose suspension is over.</param>
/// <param name="Abuse">Accounts marked abuse, without those whose suspension is over.</param>
/// <param name="Discarded">Accounts whose suspension is over, so that the activity that led to it is discarded.</param>
/// <param name="WithoutEvidence">The nets for which no account has any evidence.</param>
/// <param name="MinimumJudged">Minimum number of accounts marked good for a recommendation.</param>
public sealed record GeoStoredTrialStudy(IReadOnlyList<GeoNetTrial> Trials, int Good, int Abuse, int Discarded, IReadOnlyList<string> WithoutEvidence, int MinimumJudged);
