namespace AbuseServerless.Reputation;

/// <summary>The standing of the reputation with a provider.</summary>
public enum ReputationStanding
{
    /// <summary>The provider refuses a share of the mail for reputation: the alert.</summary>
    Lost,

    /// <summary>It does no longer: the recovery notice.</summary>
    Recovered,
}
