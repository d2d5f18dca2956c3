using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using AbuseServerless.Statistics;

namespace AbuseServerless.Report.Page;

/// <summary>All that the page says in one language, by key.</summary>
internal sealed class PageTexts
{
    private readonly FrozenDictionary<string, string> _texts;

    private PageTexts(ReportLanguage language)
    {
        Code = language == ReportLanguage.Ja ? "ja" : "en";
        Culture = CultureInfo.GetCultureInfo(language == ReportLanguage.Ja ? "ja-JP" : "en-GB");
        _texts = JsonSerializer.Deserialize<Dictionary<string, string>>(EmbeddedText.Read($"Texts.{Code}.json"))!.ToFrozenDictionary(StringComparer.Ordinal);
    }

    public static PageTexts English { get; } = new(ReportLanguage.En);

    public static PageTexts Japanese { get; } = new(ReportLanguage.Ja);

    public string Code { get; }

    /// <summary>How numbers are written.</summary>
    public CultureInfo Culture { get; }

    public IEnumerable<string> Keys => _texts.Keys;

    public static PageTexts Of(ReportLanguage language) => language == ReportLanguage.Ja ? Japanese : English;

    /// <summary>A text with values in place of <c>{0}</c> and so on; numbers as the language writes them. Where the first value is 1, the text of the key with <c>.one</c> behind it, if there is one.</summary>
    /// <exception cref="KeyNotFoundException">There is no such text.</exception>
    public string this[string key, params object?[] values] => values.Length == 0 ? _texts[key] : string.Format(Culture, Singular(key, values[0]) ?? _texts[key], values);

    private string? Singular(string key, object? value) => value is 1 or 1m ? _texts.GetValueOrDefault(key + ".one") : null;

    /// <summary>A word for a value of the program, such as a state; the value itself where there is none.</summary>
    public string Word(string kind, string value) => _texts.GetValueOrDefault($"{kind}.{value}", value);

    /// <summary>The same, with the value itself, as the cmdlets and settings name it, where that is another.</summary>
    public string Named(string kind, string value) => Word(kind, value) is var word && word != value ? $"{word} ({value})" : value;

    /// <summary>What a provider is called.</summary>
    public string Provider(string provider) => provider switch
    {
        ProviderDay.All => this["deliveries.all"],
        ProviderDay.Other => this["deliveries.other"],
        _ => ShownText.Of(provider, 60),
    };

    /// <summary>The texts whose keys begin so, without that beginning.</summary>
    public IReadOnlyDictionary<string, string> Under(string beginning) =>
        _texts.Where(text => text.Key.StartsWith(beginning, StringComparison.Ordinal)).ToDictionary(text => text.Key[beginning.Length..], text => text.Value);
}
