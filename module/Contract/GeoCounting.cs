namespace AbuseServerless.PowerShell;

/// <summary>For what sightings of an account count.</summary>
public enum GeoCounting
{
    /// <summary>Towards a watch and a suspension.</summary>
    Fully,

    /// <summary>Towards a watch only: they came under a watch-only exemption.</summary>
    WatchOnly,

    /// <summary>Not at all: they came under an exemption.</summary>
    NotAtAll,

    /// <summary>Towards nothing that is enforced: they arrived too late.</summary>
    Late,
}
