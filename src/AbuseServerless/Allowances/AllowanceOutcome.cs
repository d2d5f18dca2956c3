namespace AbuseServerless.Allowances;

/// <summary>What an allowance says of a login.</summary>
public enum AllowanceOutcome
{
    /// <summary>The account has none.</summary>
    None,

    /// <summary>The address is in one of its countries.</summary>
    Inside,

    /// <summary>The address is private or reserved, and in no country: go on.</summary>
    Private,

    /// <summary>Nobody knows where the address is, or the mail server named none: go on.</summary>
    Unlocated,

    /// <summary>There is no geolocation database here: go on.</summary>
    NoDatabase,

    /// <summary>The address is in another country: refused.</summary>
    Abroad,

    /// <summary>The address is in another country, but this installation only observes: go on.</summary>
    Observed,
}
