using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Detection.Addresses;

/// <summary>
/// Settings of the Addresses net (section <c>Nets:Addresses</c>): distinct client addresses (IPv6: /64) within one slot (15 minutes), 1 to 64, because no more are stored, or <c>off</c>.
/// </summary>
public sealed class AddressesOptions : Limits, IValidatableObject
{
    /// <summary>Watches at twenty addresses.</summary>
    public AddressesOptions() => Watch = Threshold.At(20);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => Beyond(1, AddressActivity.MaximumPerSlot, "Nets:Addresses");
}
