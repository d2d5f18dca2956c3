namespace AbuseServerless.PowerShell;

/// <summary>What mail hosts are to do with queued mail.</summary>
public enum GeoQueueAction
{
    /// <summary>Tell what is queued.</summary>
    List,

    /// <summary>Put it on hold.</summary>
    Hold,

    /// <summary>Release what is on hold.</summary>
    Release,

    /// <summary>Delete it.</summary>
    Delete,
}
