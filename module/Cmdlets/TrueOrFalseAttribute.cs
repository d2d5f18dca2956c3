using System.Management.Automation;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Takes True and False as text too, for a switch that comes from a table of text (Import-Csv).</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TrueOrFalseAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is string text && bool.TryParse(text, out var flag) ? flag : inputData;
}
