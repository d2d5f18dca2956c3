using System.Text.RegularExpressions;

namespace AbuseServerless.Notifiers.Mail;

/// <summary>
/// A text with placeholders such as <c>{until}</c>. The first line is <c>Subject: …</c>, then an empty line, then paragraphs with empty lines between. A paragraph with a placeholder that has no value is left
/// out.
/// </summary>
internal sealed partial class MailTemplate
{
    private const string SubjectPrefix = "Subject: ";

    private readonly string _subject;
    private readonly string[] _paragraphs;

    private MailTemplate(string text)
    {
        var parts = text.ReplaceLineEndings("\n").Trim().Split("\n\n");
        _subject = parts[0][SubjectPrefix.Length..];
        _paragraphs = parts[1..];
    }

    /// <summary>Reads an embedded template.</summary>
    /// <param name="name">Such as <c>subscriber-active</c>.</param>
    /// <param name="language"><c>ja</c> or <c>en</c>.</param>
    public static MailTemplate Load(string name, string language) => new(EmbeddedText.Read($"Templates/{name}.{language}.txt"));

    /// <summary>Puts values in.</summary>
    /// <param name="values">By name; null for none.</param>
    /// <exception cref="KeyNotFoundException">The template has a placeholder that nobody knows.</exception>
    public MailText Fill(IReadOnlyDictionary<string, string?> values) => new(
        Fill(_subject, values),
        string.Join("\n\n", _paragraphs.Where(paragraph => Placeholder().Matches(paragraph).All(match => values[match.Groups[1].Value] is not null)).Select(paragraph => Fill(paragraph, values))) + "\n");

    // One pass: what a value holds is text, never a placeholder.
    private static string Fill(string text, IReadOnlyDictionary<string, string?> values) => Placeholder().Replace(text, match => values[match.Groups[1].Value] ?? "");

    [GeneratedRegex(@"\{([a-zA-Z]+)\}")]
    private static partial Regex Placeholder();
}
