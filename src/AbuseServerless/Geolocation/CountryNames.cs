using System.Collections.Frozen;
using System.Text;

namespace AbuseServerless.Geolocation;

/// <summary>Names of countries and regions from the Unicode CLDR.</summary>
public sealed class CountryNames
{
    private readonly FrozenDictionary<string, string> _names;

    // One a line behind the ISO 3166-1 code.
    private CountryNames(string text) =>
        _names = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenDictionary(line => line[..2], line => line[3..], StringComparer.Ordinal);

    /// <summary>Reads the names.</summary>
    /// <param name="language"><c>ja</c> or <c>en</c>.</param>
    /// <exception cref="ArgumentException">Another language.</exception>
    public static CountryNames Load(string language)
    {
        using var stream = typeof(CountryNames).Assembly.GetManifestResourceStream($"Countries/{language}.txt") ?? throw new ArgumentException($"No names in '{language}'.", nameof(language));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return new(reader.ReadToEnd());
    }

    /// <summary>The names by their codes.</summary>
    public IReadOnlyDictionary<string, string> All => _names;

    /// <summary>Name and code of a country, such as <c>Brazil (BR)</c>; the code alone of one that has no name here.</summary>
    public string Of(string code) => _names.TryGetValue(code, out var name) ? $"{name} ({code})" : code;
}
