using System.Collections;
using System.Management.Automation;
using System.Text.Json;

namespace AbuseServerless.PowerShell.Events;

/// <summary>What is piped to Send-GeoAuthEvent as messages of the auth-event schema.</summary>
internal static class AuthEventText
{
    /// <summary>The messages of a text, which may hold several lines, or of an object. Blank lines are none.</summary>
    public static IEnumerable<string> Of(PSObject item) => item.BaseObject switch
    {
        string text => IsOneObject(text) ? [text] : text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        IDictionary table => [AuthEventJson.Write(name => Entry(table, name))],
        _ => [AuthEventJson.Write(name => item.Properties[name]?.Value)],
    };

    private static object? Entry(IDictionary table, string name)
    {
        foreach (DictionaryEntry entry in table)
        {
            if (entry.Key is string key && key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return entry.Value;
            }
        }

        return null;
    }

    // JSON that a person has spread over several lines.
    private static bool IsOneObject(string text)
    {
        if (!text.Contains('\n', StringComparison.Ordinal))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
