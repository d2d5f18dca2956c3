using System.Globalization;
using System.Management.Automation;
using AbuseServerless.PowerShell.Boundary;
using AbuseServerless.PowerShell.Events;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>What a row of exemptions says beside what it names: of Get-GeoExemption, of its exports, or of a table that somebody wrote.</summary>
internal static class ExemptionRow
{
    /// <summary>Why; empty where it does not say.</summary>
    public static string ReasonOf(PSObject? row) => Value(row, nameof(GeoExemption.Reason))?.ToString() ?? "";

    /// <summary>Whether it is of the softer class.</summary>
    public static bool IsWatchOnly(PSObject? row) => Value(row, nameof(GeoExemption.WatchOnly)) switch
    {
        bool watchOnly => watchOnly,
        string text => bool.TryParse(text, out var watchOnly) && watchOnly,
        _ => false,
    };

    /// <summary>When it ends, UTC; null for never.</summary>
    /// <exception cref="EngineException">What it says is no time.</exception>
    public static DateTimeOffset? EndOf(PSObject? row) => Value(row, nameof(GeoExemption.Until)) switch
    {
        null => null,
        string text when string.IsNullOrWhiteSpace(text) => null,
        var end => LanguagePrimitives.TryConvertTo<DateTimeOffset>(end, CultureInfo.InvariantCulture, out var time)
            ? time.ToUniversalTime()
            : throw new EngineException(EngineFault.BadExemption, $"its end, '{end}', is not a time."),
    };

    private static object? Value(PSObject? row, string property) => PlainValue.Of(row?.Properties[property]?.Value);
}
