using AbuseServerless.Thresholds;

namespace AbuseServerless.Report.Model;

/// <summary>What other thresholds of the Countries net would do to the accounts that are remembered.</summary>
/// <param name="Accounts">Accounts measured.</param>
/// <param name="Good">Those that operators marked good (false positives).</param>
/// <param name="Abuse">Those that operators marked abuse.</param>
/// <param name="Windows">By length of the window, the longest first.</param>
public sealed record WhatIfSection(int Accounts, int Good, int Abuse, IReadOnlyList<WhatIfWindow> Windows)
{
    internal static WhatIfSection? Of(ReportData data) => data.Study is { } study
        ? new(
            study.Accounts,
            study.Good,
            study.Abuse,
            [.. study.Outcomes.GroupBy(outcome => outcome.Window).OrderByDescending(window => window.Key).Select(window => WhatIfWindow.Of(window.Key, [.. window], data.Thresholds?.Suspend))])
        : null;
}

/// <summary>The thresholds of one window.</summary>
/// <param name="Hours">Its length.</param>
/// <param name="Judged">Accounts marked good that were active: what a recommendation rests on.</param>
/// <param name="IsJudgedEnough">Whether they are enough to recommend a threshold.</param>
/// <param name="Thresholds">The thresholds, ascending: up to the first behind which nobody is suspended, and the one in force.</param>
public sealed record WhatIfWindow(double Hours, int Judged, bool IsJudgedEnough, IReadOnlyList<WhatIfRow> Thresholds)
{
    internal static WhatIfWindow Of(TimeSpan length, IReadOnlyList<ThresholdOutcome> outcomes, int? inForce)
    {
        var last = outcomes.Where(outcome => outcome.Suspended > 0).Max(outcome => (int?)outcome.Threshold) ?? 0;
        var first = outcomes.Where(outcome => outcome.Threshold > last).Min(outcome => (int?)outcome.Threshold);
        var told = outcomes.Where(outcome => outcome.Threshold <= last || outcome.Threshold == first || outcome.Threshold == inForce || outcome.Recommended);
        return new(length.TotalHours, outcomes[0].Judged, outcomes[0].IsJudgedEnough, [.. told.Select(WhatIfRow.Of)]);
    }
}

/// <summary>What a threshold would do, see <see cref="ThresholdOutcome"/>.</summary>
/// <param name="Threshold">Countries at which an account is suspended, inclusive.</param>
/// <param name="Suspended">Accounts that would be suspended.</param>
/// <param name="Good">Those of them that are marked good.</param>
/// <param name="Abuse">Those of them that are marked abuse.</param>
/// <param name="Uncertain">Accounts that would not be by what is still known of them, which is not all.</param>
/// <param name="Recommended">Whether it is the smallest of its window that spares every account marked good; never where too few are marked.</param>
public sealed record WhatIfRow(int Threshold, int Suspended, int Good, int Abuse, int Uncertain, bool Recommended)
{
    internal static WhatIfRow Of(ThresholdOutcome outcome) => new(outcome.Threshold, outcome.Suspended, outcome.Good, outcome.Abuse, outcome.Uncertain, outcome.Recommended);
}
