namespace AbuseServerless.PowerShell;

/// <summary>For what sightings of an account count.</summary>
public enum GeoCounting
{
    /// <summary>To watch the account and to suspend it.</summary>
    Fully,

    /// <summary>To watch it only: they came under a watch-only exemption.</summary>
    WatchOnly,

    /// <summary>Not at all: they came under an exemption.</summary>
    NotAtAll,

    /// <summary>To nothing that is enforced: they came too late.</summary>
    Late,
}
