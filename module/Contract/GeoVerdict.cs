namespace AbuseServerless.PowerShell;

/// <summary>The gravest that the nets have said of an account since it was last reset.</summary>
public enum GeoVerdict
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Suspicious.</summary>
    Watch,

    /// <summary>Abuse.</summary>
    Suspend,
}
