using Microsoft.Extensions.Options;

namespace AbuseServerless.Detection.Rate;

/// <summary>Settings of the Rate net (section <c>Nets:Rate</c>): successful AUTHs, and recipients where sources tell them, per hour and per day. All off by default.</summary>
public sealed class RateOptions
{
    /// <summary>AUTHs within an hour (4 slots).</summary>
    [ValidateObjectMembers]
    public Limits AuthsPerHour { get; } = new();

    /// <summary>AUTHs within a day (96 slots).</summary>
    [ValidateObjectMembers]
    public Limits AuthsPerDay { get; } = new();

    /// <summary>Recipients within an hour (4 slots).</summary>
    [ValidateObjectMembers]
    public Limits RecipientsPerHour { get; } = new();

    /// <summary>Recipients within a day (96 slots).</summary>
    [ValidateObjectMembers]
    public Limits RecipientsPerDay { get; } = new();
}
