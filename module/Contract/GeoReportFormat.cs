namespace AbuseServerless.PowerShell;

/// <summary>What a report is written as.</summary>
public enum GeoReportFormat
{
    /// <summary>A page of HTML that needs nothing else.</summary>
    Html,

    /// <summary>The page's numbers as JSON.</summary>
    Json,
}
