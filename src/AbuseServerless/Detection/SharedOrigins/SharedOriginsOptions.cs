using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Detection.SharedOrigins;

/// <summary>Settings of the SharedOrigins net (section <c>Nets:SharedOrigins</c>): accounts that were used on one day (UTC) from one address (IPv6: /64) of a network that was unfamiliar to them, and new accounts beside two of these, to watch: 2 to 100, or <c>off</c>.</summary>
public sealed class SharedOriginsOptions : Limits, IValidatableObject
{
    /// <summary>Largest threshold.</summary>
    internal const int Maximum = 100;

    // One account alone shares nothing.
    private const int Minimum = 2;

    /// <summary>Watches at five accounts.</summary>
    public SharedOriginsOptions() => Watch = Threshold.At(5);

    /// <summary>Accounts at which they are watched if a net has found one of them to be abused: 2 to 100, default 2, or <c>off</c>; only if <see cref="Limits.Watch"/> is on.</summary>
    public Threshold AfterAbuse { get; set; } = Threshold.At(2);

    internal bool IsWatchedAt(int accounts, bool hasAbuse) => Watch.IsReachedBy(accounts) || (Watch.IsOn && hasAbuse && AfterAbuse.IsReachedBy(accounts));

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        [.. Beyond(Minimum, Maximum, "Nets:SharedOrigins"), .. AfterAbuse.Beyond(Minimum, Maximum, $"Nets:SharedOrigins:{nameof(AfterAbuse)}", nameof(AfterAbuse))];
}
