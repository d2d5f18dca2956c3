using System.Management.Automation;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>A reason of 1 to 1,000 characters that says something.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateReasonAttribute : ValidateArgumentsAttribute
{
    private const int MaximumLength = 1000;

    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not string reason || string.IsNullOrWhiteSpace(reason) || reason.Length > MaximumLength)
        {
            throw new ValidationMetadataException($"A reason needs 1 to {MaximumLength} characters that are not all blank.");
        }
    }
}
