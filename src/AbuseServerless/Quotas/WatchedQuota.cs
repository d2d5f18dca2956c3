namespace AbuseServerless.Quotas;

/// <summary>How much mail an account may send that is watched: what is suspicious and not proven does little harm.</summary>
/// <param name="RecipientsPerHour">The most recipients within an hour, whatever the plan allows; null for no limit beside the plan's.</param>
/// <param name="Share">Share of each limit of the plan, 0 to 1.</param>
/// <param name="Answer">What Postfix is to do beyond a limit; null for what the plan or the settings say.</param>
/// <param name="MaximumDuration">How long after the account came to be watched.</param>
public sealed record WatchedQuota(int? RecipientsPerHour, double Share, QuotaAnswer? Answer, TimeSpan MaximumDuration)
{
    /// <summary>Whether accounts that are watched are treated otherwise than others.</summary>
    public bool IsOn => RecipientsPerHour is not null || Share < 1 || Answer is not null;

    /// <summary>Whether it holds for an account.</summary>
    /// <param name="since">Since when the account is watched; null where it is not.</param>
    /// <param name="now">Now.</param>
    public bool Holds(DateTimeOffset? since, DateTimeOffset now) => IsOn && since is { } began && now - began < MaximumDuration;

    /// <summary>The limits of a watched account.</summary>
    /// <param name="plan">Those of its plan.</param>
    public QuotaLimits Limit(QuotaLimits plan)
    {
        var limits = plan.Part(Share);
        return RecipientsPerHour < (limits.RecipientsPerHour ?? int.MaxValue) ? limits with { RecipientsPerHour = RecipientsPerHour } : limits;
    }
}
