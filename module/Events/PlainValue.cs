using System.Management.Automation;

namespace AbuseServerless.PowerShell.Events;

/// <summary>A value of an object of the pipeline, as it was before it went through a job, another machine or a file of Export-Clixml.</summary>
internal static class PlainValue
{
    /// <summary>The value without PowerShell's wrapping; null for none.</summary>
    public static object? Of(object? value) => value switch
    {
        // A DateTimeOffset arrives as an object with its properties.
        PSObject { BaseObject: PSCustomObject } bag when bag.Properties["UtcDateTime"]?.Value is DateTime utc => new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)),

        // An enumeration arrives as its number, with its name as text.
        PSObject { BaseObject: int } named when named.TypeNames is [var type, ..] && type.StartsWith("Deserialized.", StringComparison.Ordinal) => named.ToString(),
        PSObject wrapped => wrapped.BaseObject,
        _ => value,
    };
}
