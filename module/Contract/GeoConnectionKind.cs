namespace AbuseServerless.PowerShell;

/// <summary>How a connection was opened.</summary>
public enum GeoConnectionKind
{
    /// <summary>A local runtime that this user started.</summary>
    Local,

    /// <summary>Connection strings.</summary>
    ConnectionString,

    /// <summary>The identity of the user or process (Microsoft Entra ID).</summary>
    Identity,
}
