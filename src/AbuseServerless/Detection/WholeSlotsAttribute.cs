using System.ComponentModel.DataAnnotations;
using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection;

/// <summary>Requires a length of time of 1 to 96 whole slots: 15 minutes to 24 hours.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WholeSlotsAttribute : ValidationAttribute
{
    /// <summary>Longest window, in slots. The rest of the ring is left for late events.</summary>
    public const int Maximum = 96;

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is TimeSpan time && time.Ticks % Slot.Length.Ticks == 0 && time >= Slot.Length && time <= Slot.Length * Maximum;

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => $"{name} must be a multiple of 15 minutes, from 00:15:00 to 1.00:00:00.";
}
