namespace AbuseServerless.PowerShell;

/// <summary>How much mail those may send through the gates who have the plan, and by which settings the nets judge them. A limit that is null is none.</summary>
public sealed record GeoPlan
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Accounts, domains (<c>*@example.jp</c>) and wildcards that have it; <c>*</c> for all who have no other.</summary>
    public required string[] For { get; init; }

    /// <summary>Messages within any hour.</summary>
    public int? MessagesPerHour { get; init; }

    /// <summary>Messages within any 24 hours.</summary>
    public int? MessagesPerDay { get; init; }

    /// <summary>Recipients within any hour.</summary>
    public int? RecipientsPerHour { get; init; }

    /// <summary>Recipients within any 24 hours.</summary>
    public int? RecipientsPerDay { get; init; }

    /// <summary>Distinct domains of recipients within any hour.</summary>
    public int? DomainsPerHour { get; init; }

    /// <summary>Distinct domains of recipients within any 24 hours.</summary>
    public int? DomainsPerDay { get; init; }

    /// <summary>Distinct client addresses (of IPv6: /64) that send through one host within any five minutes.</summary>
    public int? ClientsPer5Minutes { get; init; }

    /// <summary>What Postfix does beyond a limit; null for the value of the gate's setting Quota:Answer.</summary>
    public string? Answer { get; init; }

    /// <summary>Settings of the nets in place of the installation's, as <c>Countries:Suspend=20</c>; empty for none.</summary>
    public string[] Nets { get; init; } = [];

    /// <summary>Who set it last.</summary>
    public required string By { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The limits in a line.</summary>
    public string Limits => string.Join(", ", Texts().DefaultIfEmpty("no limit"));

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private IEnumerable<string> Texts() =>
        new (int? Maximum, string Text)[]
        {
            (MessagesPerHour, "messages/h"), (MessagesPerDay, "messages/d"), (RecipientsPerHour, "recipients/h"), (RecipientsPerDay, "recipients/d"), (DomainsPerHour, "domains/h"), (DomainsPerDay, "domains/d"), (ClientsPer5Minutes, "clients/5min"),
        }.Where(limit => limit.Maximum is not null).Select(limit => FormattableString.Invariant($"{limit.Maximum} {limit.Text}"));
}
