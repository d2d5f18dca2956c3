using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Detection.SharedOrigins;

/// <summary>Settings of the SharedOrigins net (section <c>Nets:SharedOrigins</c>): accounts that were used on one day (UTC) from one address (IPv6: /64) of a network that was unfamiliar to them.</summary>
public sealed class SharedOriginsOptions : Limits, IValidatableObject
{
    /// <summary>Largest threshold.</summary>
    internal const int Largest = 100;

    // One account alone shares nothing.
    private const int Smallest = 2;

    /// <summary>Watches at five accounts.</summary>
    public SharedOriginsOptions() => Watch = Threshold.At(5);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (name, threshold) in new[] { (nameof(Watch), Watch), (nameof(Suspend), Suspend) })
        {
            if (threshold.IsOn && threshold.Value is (< Smallest or > Largest))
            {
                yield return new ValidationResult($"Nets:SharedOrigins:{name} is {threshold}; it must be {Smallest} to {Largest}, or off.", [name]);
            }
        }
    }
}
