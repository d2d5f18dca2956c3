using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell;

/// <summary>What a threshold of countries in a window would do.</summary>
public sealed record GeoThreshold
{
    /// <summary>Length of the window.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>Countries at which an account is suspended, inclusive.</summary>
    public required int Threshold { get; init; }

    /// <summary>Accounts that would be suspended.</summary>
    public required int Suspended { get; init; }

    /// <summary>Those of them that are marked good (false positives).</summary>
    public required int Good { get; init; }

    /// <summary>Those of them that are marked abuse.</summary>
    public required int Abuse { get; init; }

    /// <summary>Accounts that would not be by what is known of them, which is not all: some of their use was forgotten.</summary>
    public required int Uncertain { get; init; }

    /// <summary>Accounts measured.</summary>
    public required int Accounts { get; init; }

    /// <summary>All accounts marked good that were active: what a recommendation rests on.</summary>
    public required int Judged { get; init; }

    /// <summary>Whether it is the smallest threshold of its window that spares every account marked good; of none where <see cref="Judged"/> is less than 10.</summary>
    public required bool Recommended { get; init; }

    /// <summary>The threshold in a few words.</summary>
    public override string ToString() => $"{Quantity.Of(Threshold, "country", "countries")} within {Quantity.Of(Window.TotalHours, "hour")}";
}
