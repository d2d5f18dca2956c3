using Microsoft.Extensions.Options;

namespace AbuseServerless.Detection.Rate;

/// <summary>Settings of the Rate net (section <c>Nets:Rate</c>): successful logins, and recipients if sources report them, per hour and per day. All off by default.</summary>
public sealed class RateOptions
{
    /// <summary>Logins within an hour (4 slots): 1 or more, or <c>off</c>.</summary>
    [ValidateObjectMembers]
    public Limits AuthsPerHour { get; } = new();

    /// <summary>Logins within a day (96 slots): 1 or more, or <c>off</c>.</summary>
    [ValidateObjectMembers]
    public Limits AuthsPerDay { get; } = new();

    /// <summary>Recipients within an hour (4 slots): 1 or more, or <c>off</c>.</summary>
    [ValidateObjectMembers]
    public Limits RecipientsPerHour { get; } = new();

    /// <summary>Recipients within a day (96 slots): 1 or more, or <c>off</c>.</summary>
    [ValidateObjectMembers]
    public Limits RecipientsPerDay { get; } = new();
}
