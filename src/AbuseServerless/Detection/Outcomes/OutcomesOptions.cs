using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Detection.Outcomes;

/// <summary>Settings of the Outcomes net (section <c>Nets:Outcomes</c>): recipients of a day (UTC) that refused the account's mail, 1 or more, or <c>off</c>; to suspend, it must also have been used from unfamiliar networks.</summary>
public sealed class OutcomesOptions : Limits
{
    /// <summary>Refused recipients of one day at which the account is watched, wherever it was used from: 12. It is suspended at 6 if it was also used from unfamiliar networks.</summary>
    public OutcomesOptions() => (Watch, Suspend) = (Threshold.At(12), Threshold.At(6));

    /// <summary>Minimum share of that day's recipients that refused, 0.001 to 1. Default: 0.06.</summary>
    [Range(0.001, 1)]
    public double Share { get; set; } = 0.06;

    /// <summary>Required multiple of the refusals on the worst of the days before, 1 to 10. Default: 2.</summary>
    [Range(1, 10)]
    public int TimesUsual { get; set; } = 2;
}
