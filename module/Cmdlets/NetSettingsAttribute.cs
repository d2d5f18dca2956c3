using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Takes settings of nets from a hashtable, <c>@{ 'Countries:Suspend' = 20 }</c>, or from text, <c>Countries:Suspend=20</c>, as Get-GeoPlan puts them out. A value of <c>$null</c> or nothing takes a setting back.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NetSettingsAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object? inputData) => Of(inputData).ToArray();

    private static IEnumerable<string> Of(object? given) => (given is PSObject wrapped ? wrapped.BaseObject : given) switch
    {
        null => [],
        string text when text.IndexOf('=', StringComparison.Ordinal) > 0 => [text.Trim()],
        IDictionary several => several.Cast<DictionaryEntry>().Select(entry => $"{Text(entry.Key)}={Text(entry.Value)}"),
        IEnumerable several and not string => several.Cast<object?>().SelectMany(Of),
        var other => throw new ArgumentTransformationMetadataException($"'{Accounts.Visible.Of(Text(other))}' is not a setting of a net. Write @{{ 'Countries:Suspend' = 20 }} or 'Countries:Suspend=20'."),
    };

    private static string Text(object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        { } other => other.ToString() ?? "",
        null => "",
    };
}
