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

    /// <summary>
    /// Refused recipients of one day at which an account is suspended that is new (five days), or was used from a network in which it is not established, however shortly: 1 or more, default 20, or <c>off</c>; only if <see cref="Limits.Suspend"/> is on. The <see cref="TimesUsual"/> applies.
    /// </summary>
    public Threshold Many { get; set; } = Threshold.At(20);

    /// <summary>Minimum share of that day's recipients that refused, for <see cref="Many"/>: 0.001 to 1. Default: 0.12.</summary>
    [Range(0.001, 1)]
    public double ManyShare { get; set; } = 0.12;

    /// <summary>The same as <see cref="Many"/>, of recipients refused as unknown alone, where they are a larger share: 1 or more, default 12, or <c>off</c>.</summary>
    public Threshold Few { get; set; } = Threshold.At(12);

    /// <summary>Minimum share of that day's recipients that were refused as unknown, for <see cref="Few"/>: 0.001 to 1. Default: 0.25.</summary>
    [Range(0.001, 1)]
    public double FewShare { get; set; } = 0.25;

    /// <summary>Required multiple of the refusals on the worst of the days before, 1 to 10. Default: 2. Days on which the refusals reached <see cref="Limits.Watch"/> or <see cref="Limits.Suspend"/>, and <see cref="ManyShare"/>, are left out: what an attack does is not usual.</summary>
    [Range(1, 10)]
    public int TimesUsual { get; set; } = 2;
}
