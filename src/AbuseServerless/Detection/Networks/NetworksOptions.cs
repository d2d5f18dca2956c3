using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Detection.Networks;

/// <summary>Settings of the Networks net (section <c>Nets:Networks</c>): distinct unfamiliar networks within an hour, a day and a week.</summary>
public sealed class NetworksOptions : IValidatableObject
{
    /// <summary>Watches at ten and suspends at sixteen prefixes an hour, and watches at five systems an hour.</summary>
    public NetworksOptions()
    {
        (Prefixes.Hour.Watch, Prefixes.Hour.Suspend) = (Threshold.At(10), Threshold.At(16));
        Systems.Hour.Watch = Threshold.At(5);
    }

    /// <summary>Distinct autonomous systems; without data on them, IPv4 /16 and IPv6 /32.</summary>
    [ValidateObjectMembers]
    public NetworkLimits Systems { get; } = new();

    /// <summary>Distinct IPv4 /24 and IPv6 /48, together: the most that one customer of a provider has.</summary>
    [ValidateObjectMembers]
    public NetworkLimits Prefixes { get; } = new();

    /// <summary>Distinct IPv6 /64: what one home or phone has.</summary>
    [ValidateObjectMembers]
    public NetworkLimits Subnets { get; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => [.. Systems.Beyond(nameof(Systems)), .. Prefixes.Beyond(nameof(Prefixes)), .. Subnets.Beyond(nameof(Subnets))];
}

/// <summary>Thresholds of one kind of network.</summary>
public sealed class NetworkLimits
{
    /// <summary>Within an hour (4 slots): 1 to 16, or off.</summary>
    [ValidateObjectMembers]
    public Limits Hour { get; } = new();

    /// <summary>On a day (UTC): 1 to 32, or off.</summary>
    [ValidateObjectMembers]
    public Limits Day { get; } = new();

    /// <summary>On seven days (UTC): 1 to 32, or off.</summary>
    [ValidateObjectMembers]
    public Limits Week { get; } = new();

    internal IEnumerable<ValidationResult> Beyond(string kind) =>
    [
        .. Hour.Beyond(1, NetworksEvidence.MaximumPerSlot, $"Nets:Networks:{kind}:{nameof(Hour)}", kind),
        .. Day.Beyond(1, NetworksEvidence.MaximumPerDay, $"Nets:Networks:{kind}:{nameof(Day)}", kind),
        .. Week.Beyond(1, NetworksEvidence.MaximumPerDay, $"Nets:Networks:{kind}:{nameof(Week)}", kind),
    ];
}
