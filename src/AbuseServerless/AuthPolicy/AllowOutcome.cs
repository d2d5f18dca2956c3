namespace AbuseServerless.AuthPolicy;

/// <summary>The answer about an account to a mail server, and the reason.</summary>
public enum AllowOutcome
{
    /// <summary>Not suspended: go on.</summary>
    Allowed,

    /// <summary>Suspended: refused.</summary>
    Refused,

    /// <summary>Suspended, or used from a country that is not allowed, but this installation only observes: go on.</summary>
    Observed,

    /// <summary>The suspensions are not known yet: go on.</summary>
    FailedOpen,

    /// <summary>Used from a country that the account's allowance does not name: refused.</summary>
    Abroad,
}
