using System.ComponentModel.DataAnnotations;
using AbuseServerless.Quotas;

namespace AbuseServerless.Gate.Quotas;

/// <summary>Limits for watched accounts (section <c>Quota:Watched</c>). By default, they may send as much as others.</summary>
internal sealed class WatchedOptions
{
    /// <summary>Maximum recipients within an hour, with or without a plan: 0 (none passes) to 1,000,000. Null (default): only the limit of the plan.</summary>
    [Range(0, QuotaLimits.Maximum)]
    public int? RecipientsPerHour { get; set; }

    /// <summary>Share of each limit of the plan, rounded up: 0 (none passes) to 1 (default: all of it).</summary>
    [Range(0.0, 1.0)]
    public double Share { get; set; } = 1;

    /// <summary>What Postfix does beyond a limit, as in <c>Quota:Answer</c>. Null (default): the answer of the plan, or <c>Quota:Answer</c>.</summary>
    [QuotaAnswer]
    public string? Answer { get; set; }

    /// <summary>How long these limits apply after the watch began: 1 hour to 366 days; 7 days by default.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "366.00:00:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan MaximumDuration { get; set; } = TimeSpan.FromDays(7);

    /// <summary>What they say together.</summary>
    public WatchedQuota ToQuota() => new(RecipientsPerHour, Share, Answer is null ? null : QuotaAnswer.Parse(Answer), MaximumDuration);
}
