namespace AbuseServerless.Detection.Outcomes;

/// <summary>What became of a recipient of an account's mail, as far as it says something of the account.</summary>
public enum OutcomeKind
{
    /// <summary>The remote server took the message.</summary>
    Accepted = 0,

    /// <summary>There is no such recipient.</summary>
    Unknown = 1,

    /// <summary>The message itself was refused, as spam, virus or fraud.</summary>
    Unwanted = 2,
}
