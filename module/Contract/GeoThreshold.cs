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

    /// <summary>Accounts whose known activity does not reach the threshold but is incomplete, because some was discarded.</summary>
    public required int Uncertain { get; init; }

    /// <summary>Accounts measured.</summary>
    public required int Accounts { get; init; }

    /// <summary>All active accounts marked good: the basis of a recommendation.</summary>
    public required int Judged { get; init; }

    /// <summary>Whether it is the smallest threshold of its window that suspends no account marked good; none if <see cref="Judged"/> is less than 10.</summary>
    public required bool Recommended { get; init; }

    /// <summary>The threshold in a few words.</summary>
    public override string ToString() => $"{Quantity.Of(Threshold, "country", "countries")} within {Quantity.Of(Window.TotalHours, "hour")}";
}
