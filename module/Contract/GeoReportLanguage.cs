namespace AbuseServerless.PowerShell;

/// <summary>Languages of a report.</summary>
public enum GeoReportLanguage
{
    /// <summary>English.</summary>
    En,

    /// <summary>Japanese.</summary>
    Ja,
}
