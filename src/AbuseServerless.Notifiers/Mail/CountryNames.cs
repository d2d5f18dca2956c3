using System.Collections.Frozen;

namespace AbuseServerless.Notifiers.Mail;

/// <summary>Names of countries and regions from the Unicode CLDR, one a line behind the ISO 3166-1 code.</summary>
internal sealed class CountryNames
{
    private readonly FrozenDictionary<string, string> _names;

    private CountryNames(string text) =>
        _names = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToFrozenDictionary(line => line[..2], line => line[3..], StringComparer.Ordinal);

    /// <summary>Reads the names.</summary>
    /// <param name="language"><c>ja</c> or <c>en</c>.</param>
    public static CountryNames Load(string language) => new(EmbeddedText.Read($"Countries/{language}.txt"));

    /// <summary>Name and code of a country, such as <c>Brazil (BR)</c>; the code alone of one that has no name here.</summary>
    public string Of(string code) => _names.TryGetValue(code, out var name) ? $"{name} ({code})" : code;
}
