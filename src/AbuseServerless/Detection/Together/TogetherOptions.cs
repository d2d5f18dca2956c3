using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Detection.Together;

/// <summary>Settings of the Together net (section <c>Nets:Together</c>): sum of the weights of nets that reach their watch thresholds within 32 hours, by what became of the account's mail and by where it was used, 1 or more, or <c>off</c>.</summary>
public sealed class TogetherOptions : Limits
{
    /// <summary>Suspends at three.</summary>
    public TogetherOptions() => Suspend = Threshold.At(3);

    /// <summary>Weight of Outcomes: 0 (does not count) to 10. Default: 2.</summary>
    [Range(0, 10)]
    public int Outcomes { get; set; } = 2;

    /// <summary>Weight of Volume: 0 (does not count) to 10. Default: 1.</summary>
    [Range(0, 10)]
    public int Volume { get; set; } = 1;

    /// <summary>Weight of Countries: 0 (does not count) to 10. Default: 1. Of the nets that tell where an account was used only the largest weight counts.</summary>
    [Range(0, 10)]
    public int Countries { get; set; } = 1;

    /// <summary>Weight of Familiarity, as that of Countries: 0 (does not count) to 10. Default: 1.</summary>
    [Range(0, 10)]
    public int Familiarity { get; set; } = 1;

    /// <summary>Weight of Networks, as that of Countries: 0 (does not count) to 10. Default: 1.</summary>
    [Range(0, 10)]
    public int Networks { get; set; } = 1;

    /// <summary>Weight of SharedOrigins, as that of Countries: 0 (does not count) to 10. Default: 1.</summary>
    [Range(0, 10)]
    public int SharedOrigins { get; set; } = 1;

    /// <summary>Weight of Travel, as that of Countries: 0 (does not count) to 10. Default: 1.</summary>
    [Range(0, 10)]
    public int Travel { get; set; } = 1;

    /// <summary>Weight of Addresses, as that of Countries: 0 (does not count) to 10. Default: 1.</summary>
    [Range(0, 10)]
    public int Addresses { get; set; } = 1;
}
