namespace AbuseServerless.Suspensions;

/// <summary>What an operator says of a suspension, having looked into it.</summary>
public enum Judgement
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The suspension was an error: the account was used by its owner.</summary>
    FalsePositive,

    /// <summary>It was right: the account was abused.</summary>
    Abuse,
}
