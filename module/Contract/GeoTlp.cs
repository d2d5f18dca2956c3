namespace AbuseServerless.PowerShell;

/// <summary>With whom the recipients may share: the Traffic Light Protocol of FIRST, version 2.0.</summary>
public enum GeoTlp
{
    /// <summary>Anybody.</summary>
    Clear,

    /// <summary>Their community.</summary>
    Green,

    /// <summary>Their organisation and its clients, as far as these need to know.</summary>
    Amber,

    /// <summary>Their organisation only.</summary>
    AmberStrict,

    /// <summary>Nobody.</summary>
    Red,
}
