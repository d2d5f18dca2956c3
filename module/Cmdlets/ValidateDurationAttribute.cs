using System.Management.Automation;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>A duration of 1 second to 3,660 days, or none.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateDurationAttribute : ValidateArgumentsAttribute
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is TimeSpan duration && (duration < Shortest || duration > Longest))
        {
            throw new ValidationMetadataException($"A duration must be 1 second to {Longest.Days} days; '{duration}' is not.");
        }
    }
}
