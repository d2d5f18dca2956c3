namespace AbuseServerless.Quotas;

/// <summary>One limit of a plan.</summary>
/// <param name="Measure">What is counted.</param>
/// <param name="IsDaily">Whether within any 24 hours; else within any hour.</param>
/// <param name="Maximum">How much may pass.</param>
public readonly record struct QuotaLimit(QuotaMeasure Measure, bool IsDaily, int Maximum)
{
    /// <summary>How much of it a host may let pass beyond what it has written to the table.</summary>
    /// <param name="slack">Share of the limit, 0 to 1.</param>
    public int Unreported(double slack) => (int)(Maximum * slack);
}
