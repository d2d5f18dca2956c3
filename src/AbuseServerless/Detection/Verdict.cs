namespace AbuseServerless.Detection;

/// <summary>What a net says of an account; higher is graver.</summary>
public enum Verdict
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Suspicious, but it cannot be called abuse: shown to the operator.</summary>
    Watch = 1,

    /// <summary>Abuse: the account's authentication is to be stopped.</summary>
    Suspend = 2,
}
