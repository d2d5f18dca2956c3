namespace AbuseServerless.PowerShell;

/// <summary>How addresses of abuse are written.</summary>
public enum GeoIndicatorFormat
{
    /// <summary>One STIX 2.1 bundle.</summary>
    Stix,

    /// <summary>XARF 4 reports, one per line.</summary>
    Xarf,

    /// <summary>Comma-separated values with a header.</summary>
    Csv,
}
