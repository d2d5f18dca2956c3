using System.Collections;
using System.Management.Automation;
using AbuseServerless.PowerShell.Boundary;
using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Reads durations as the settings do: 90m, 24h, 7d, PT24H, d.hh:mm:ss. What PowerShell would read otherwise (24:00:00 as 24 days, 7 as 7 ticks) is an error that says how to write it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DurationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => Of(inputData);

    private static object Of(object given) => (given is PSObject wrapped ? wrapped.BaseObject : given) switch
    {
        string text => Parse(text),
        TimeSpan duration => duration,

        // 1s, 30d and 5u are numbers of a type to PowerShell, which keeps what was written.
        IFormattable => Parse(given.ToString()!),
        IEnumerable several => several.Cast<object>().Select(Of).ToArray(),
        _ => given,
    };

    private static TimeSpan Parse(string text)
    {
        try
        {
            return EngineContext.Engine.ParseDuration(text);
        }
        catch (EngineException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message);
        }
    }
}
