namespace AbuseServerless.Exemptions;

/// <summary>An exemption that was given, or taken back.</summary>
/// <param name="Time">When, UTC.</param>
/// <param name="Exemption">Which.</param>
/// <param name="Given">Whether it was given; else it was taken back.</param>
/// <param name="By">The operator.</param>
/// <param name="Reason">Why.</param>
public sealed record ExemptionChange(DateTimeOffset Time, Exemption Exemption, bool Given, string By, string Reason)
{
    /// <summary>An exemption as it is given.</summary>
    public static ExemptionChange Giving(Exemption exemption) => new(exemption.Since, exemption, true, exemption.By, exemption.Reason);
}
