using System.Text.RegularExpressions;

namespace AbuseServerless.Local.FunctionsHost.App;

/// <summary>The settings of the function app: what its bindings refer to as <c>%Name%</c> and its worker sees as environment variables.</summary>
internal sealed partial class AppSettings
{
    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="values">By name; sections are separated by <c>:</c> or <c>__</c>, case does not matter.</param>
    public AppSettings(IReadOnlyDictionary<string, string> values)
    {
        foreach (var (name, value) in values)
        {
            _values[WithColons(name)] = value;
        }
    }

    /// <summary>The settings as environment variables. A colon is no legal character of a variable's name everywhere, so <c>__</c> stands for it.</summary>
    public IEnumerable<KeyValuePair<string, string>> EnvironmentVariables =>
        _values.Select(static setting => KeyValuePair.Create(setting.Key.Replace(":", "__", StringComparison.Ordinal), setting.Value));

    /// <summary>The value of a setting; null where it is not set.</summary>
    /// <param name="name">Its name with <c>:</c> between sections.</param>
    public string? Find(string name) => _values.GetValueOrDefault(name);

    /// <summary>Puts the value of each <c>%Name%</c> in its place.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing.</exception>
    public string Resolve(string text) => Reference().Replace(text, reference =>
        _values.TryGetValue(WithColons(reference.Groups[1].Value), out var value)
            ? value
            : throw new InvalidOperationException($"'{text}' refers to the app setting '{reference.Groups[1].Value}', which is not set."));

    private static string WithColons(string name) => name.Replace("__", ":", StringComparison.Ordinal);

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Reference();
}
