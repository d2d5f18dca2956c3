using System.Collections.Immutable;

namespace AbuseServerless.Quotas;

/// <summary>How much mail an account may send within any hour and any 24 hours, and from how many clients at about the same time. Null is no limit; 0 lets nothing pass.</summary>
public sealed record QuotaLimits
{
    /// <summary>Largest limit of messages and recipients: 1,000,000.</summary>
    public const int Maximum = 1_000_000;

    /// <summary>Largest limit of distinct domains: 1,000. They are remembered one by one.</summary>
    public const int MaximumDomains = 1_000;

    /// <summary>Largest limit of clients: 1,000. They are remembered one by one.</summary>
    public const int MaximumClients = 1_000;

    /// <summary>No limit at all.</summary>
    public static readonly QuotaLimits None = new();

    private ImmutableArray<QuotaLimit> _all = [];

    /// <summary>Messages within an hour.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or above <see cref="Maximum"/>.</exception>
    public int? MessagesPerHour { get; init => field = Set(QuotaMeasure.Messages, false, value); }

    /// <summary>Messages within 24 hours.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or above <see cref="Maximum"/>.</exception>
    public int? MessagesPerDay { get; init => field = Set(QuotaMeasure.Messages, true, value); }

    /// <summary>Recipients within an hour.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or above <see cref="Maximum"/>.</exception>
    public int? RecipientsPerHour { get; init => field = Set(QuotaMeasure.Recipients, false, value); }

    /// <summary>Recipients within 24 hours.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or above <see cref="Maximum"/>.</exception>
    public int? RecipientsPerDay { get; init => field = Set(QuotaMeasure.Recipients, true, value); }

    /// <summary>Distinct domains of recipients within an hour.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or above <see cref="MaximumDomains"/>.</exception>
    public int? DomainsPerHour { get; init => field = Set(QuotaMeasure.Domains, false, value); }

    /// <summary>Distinct domains of recipients within 24 hours.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or above <see cref="MaximumDomains"/>.</exception>
    public int? DomainsPerDay { get; init => field = Set(QuotaMeasure.Domains, true, value); }

    /// <summary>Distinct client addresses (of IPv6: /64) that send through one host within any five minutes. Each host counts its own.</summary>
    /// <remarks>A mail server tells when a client sends, and not when it goes. Postfix closes a session that says nothing for five minutes (<c>smtpd_timeout</c>), so whoever has not sent for longer has gone, or is idle.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or above <see cref="MaximumClients"/>.</exception>
    public int? ClientsPer5Minutes
    {
        get;
        init
        {
            if (value is { } most)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(most, nameof(ClientsPer5Minutes));
                ArgumentOutOfRangeException.ThrowIfGreaterThan(most, MaximumClients, nameof(ClientsPer5Minutes));
            }

            field = value;
        }
    }

    /// <summary>Those of mail that are set: all but that of clients.</summary>
    public ImmutableArray<QuotaLimit> All => _all;

    /// <summary>Whether none is set.</summary>
    public bool IsNone => _all.IsEmpty && ClientsPer5Minutes is null;

    /// <summary>A share of each limit of mail, rounded up: what lets something pass goes on to. As many clients as before.</summary>
    /// <param name="share">0 (nothing passes) to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is another one.</exception>
    public QuotaLimits Part(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        int? Of(int? limit) => limit is { } most ? (int)Math.Ceiling(most * share) : null;
        return new QuotaLimits
        {
            MessagesPerHour = Of(MessagesPerHour),
            MessagesPerDay = Of(MessagesPerDay),
            RecipientsPerHour = Of(RecipientsPerHour),
            RecipientsPerDay = Of(RecipientsPerDay),
            DomainsPerHour = Of(DomainsPerHour),
            DomainsPerDay = Of(DomainsPerDay),
            ClientsPer5Minutes = ClientsPer5Minutes,
        };
    }

    private int? Set(QuotaMeasure measure, bool isDaily, int? most)
    {
        if (most is { } given)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(given, $"{measure}Per{(isDaily ? "Day" : "Hour")}");
            ArgumentOutOfRangeException.ThrowIfGreaterThan(given, measure == QuotaMeasure.Domains ? MaximumDomains : Maximum, $"{measure}Per{(isDaily ? "Day" : "Hour")}");
        }

        _all = [.. _all.Where(limit => (limit.Measure, limit.IsDaily) != (measure, isDaily)), .. most is { } set ? [new QuotaLimit(measure, isDaily, set)] : Array.Empty<QuotaLimit>()];
        return most;
    }
}
