using System.Management.Automation;

namespace AbuseServerless.PowerShell.Connection;

/// <summary>Converts the output of Get-GeoConnection to a name.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ConnectionNameAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        inputData is PSObject { BaseObject: not string } row && row.Properties["Name"]?.Value is string name ? name : inputData;
}
