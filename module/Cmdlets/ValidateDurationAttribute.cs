using System.Management.Automation;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>A duration of 1 second to 3,660 days, or none.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateDurationAttribute : ValidateArgumentsAttribute
{
    private static readonly TimeSpan Minimum = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Maximum = TimeSpan.FromDays(3660);

    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is TimeSpan duration && (duration < Minimum || duration > Maximum))
        {
            throw new ValidationMetadataException($"A duration must be 1 second to {Maximum.Days} days; '{duration}' is not.");
        }
    }
}
