using System.Management.Automation;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>An end at most 3,660 days from now, as <see cref="ValidateDurationAttribute"/> has it of durations.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateEndAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is DateTimeOffset end && end - TimeProvider.System.GetUtcNow() > ValidateDurationAttribute.Maximum)
        {
            throw new ValidationMetadataException(FormattableString.Invariant($"The end can be at most {ValidateDurationAttribute.Maximum.Days} days from now; {end:yyyy-MM-dd} is later. For no end, leave it out."));
        }
    }
}
