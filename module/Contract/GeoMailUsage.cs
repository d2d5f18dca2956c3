using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell;

/// <summary>What an account with a plan has sent through the gates, as they have written it. What a limit refused is not in it.</summary>
public sealed record GeoMailUsage
{
    /// <summary>The account.</summary>
    public required string Account { get; init; }

    /// <summary>The plan that applies to it; null if none applies any more.</summary>
    public string? Plan { get; init; }

    /// <summary>The largest share of a limit that is used, of the limits that apply at the moment: 1 where nothing more may pass; null where there is no limit.</summary>
    public double? Share { get; init; }

    /// <summary>The limit of which <see cref="Share"/> is a share, and whose it is: <c>200 recipients/h, basic</c> of the plan basic, <c>20 recipients/h, watched</c> of the gates' settings for watched accounts (Quota:Watched); null where there is no limit.</summary>
    public string? Limit { get; init; }

    /// <summary>Whether the account is watched.</summary>
    public bool Watched { get; init; }

    /// <summary>Messages within the last hour.</summary>
    public int MessagesInHour { get; init; }

    /// <summary>Messages within the last 24 hours.</summary>
    public int MessagesInDay { get; init; }

    /// <summary>Recipients within the last hour.</summary>
    public int RecipientsInHour { get; init; }

    /// <summary>Recipients within the last 24 hours.</summary>
    public int RecipientsInDay { get; init; }

    /// <summary>Distinct domains of recipients within the last hour; counted only where the plan limits them.</summary>
    public int DomainsInHour { get; init; }

    /// <summary>Distinct domains of recipients within the last 24 hours; counted only where the plan limits them.</summary>
    public int DomainsInDay { get; init; }

    /// <summary>When a gate wrote last, UTC.</summary>
    public DateTimeOffset Written { get; init; }

    /// <summary>One line.</summary>
    public override string ToString() => $"{Account}  {Quantity.Of(MessagesInDay, "message")}, {Quantity.Of(RecipientsInDay, "recipient")} in 24 hours";
}
