using System.Text.RegularExpressions;

namespace AbuseServerless.Gate;

/// <summary>What stands in the shipped <c>gate.json</c> in place of names that only the operator knows.</summary>
internal static partial class Placeholders
{
    // By the section in which each stands.
    private static readonly Dictionary<string, string> Meanings = new(StringComparer.Ordinal) { ["Storage"] = "the storage account", ["EventHubs"] = "the Event Hubs namespace" };

    /// <summary>Makes sure that none is left.</summary>
    /// <exception cref="InvalidOperationException">Some are; the message names the settings.</exception>
    public static void EnsureReplaced(IConfiguration configuration)
    {
        var faults = Meanings.SelectMany(section => Settings(configuration.GetSection(section.Key)).Select(setting => Fault(setting, section.Value)).OfType<string>()).ToList();
        if (faults.Count > 0)
        {
            throw new InvalidOperationException(string.Join(' ', faults));
        }
    }

    // A connection string stands in the section itself, and then nothing below it counts.
    private static IEnumerable<KeyValuePair<string, string?>> Settings(IConfigurationSection section) =>
        string.IsNullOrEmpty(section.Value) ? section.AsEnumerable() : [KeyValuePair.Create(section.Path, (string?)section.Value)];

    private static string? Fault(KeyValuePair<string, string?> setting, string meaning) =>
        setting.Value is not null && Placeholder().Match(setting.Value) is { Success: true } found
            ? $"Setting {setting.Key}: {found.Groups[1].Value} is a placeholder of the example. Write the name of {meaning} in its place."
            : null;

    // Real names have no capitals. A key is not taken for one: in Base64, no such word stands alone.
    [GeneratedRegex(@"\b(ACCOUNT|NAMESPACE)(?:\.|;|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
