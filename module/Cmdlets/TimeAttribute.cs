using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Reads a time that is written as in ISO 8601, such as 2026-12-24 or 2026-12-24T18:00, by the Gregorian calendar in every culture. Others are left to PowerShell.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed partial class TimeAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is string text
        && Iso().IsMatch(text)
        && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var time)
            ? time
            : inputData;

    [GeneratedRegex(@"^\s*[0-9]{4}-[0-9]{2}-[0-9]{2}($|[T\s])", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();
}
