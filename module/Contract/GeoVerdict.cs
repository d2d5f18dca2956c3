namespace AbuseServerless.PowerShell;

/// <summary>The most severe verdict of the nets on an account since its last reset.</summary>
public enum GeoVerdict
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Suspicious.</summary>
    Watch,

    /// <summary>Abuse.</summary>
    Suspend,
}
