namespace AbuseServerless.PowerShell;

/// <summary>The format of a report.</summary>
public enum GeoReportFormat
{
    /// <summary>A page of HTML that needs nothing else.</summary>
    Html,

    /// <summary>The page's numbers as JSON.</summary>
    Json,
}
