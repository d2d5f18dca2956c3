namespace AbuseServerless.PowerShell;

/// <summary>An operator's judgement of a suspension.</summary>
public enum GeoJudgement
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The suspension was an error: the account was used by its owner.</summary>
    FalsePositive,

    /// <summary>It was right: the account was abused.</summary>
    Abuse,
}
