using System.Management.Automation;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Takes an empty field of a table as nothing: a column of ends is empty where there is no end.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BlankIsNoneAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is string text && string.IsNullOrWhiteSpace(text) ? null : inputData;
}
