using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs.Patterns;

/// <summary>The shape of a line that tells of a login, as an operator writes it: a regular expression with named groups.</summary>
/// <remarks>
/// <para>
/// Groups: <c>account</c> and <c>ip</c>, which it must have; <c>time</c>, <c>success</c>, <c>protocol</c> and <c>recipients</c>. It holds from the beginning of the line, of what follows its time stamp or of
/// what follows the program's name: whoever wants to skip something says so, for a client must not be able to write a login into the middle of a line.
/// </para>
/// <para>Time grows with the length of the line and no faster, whatever the expression (<see cref="RegexOptions.NonBacktracking"/>): it knows no look-around, no back-references and no atomic groups.</para>
/// </remarks>
internal sealed class LogPattern
{
    /// <summary>The groups that a pattern may have.</summary>
    public static readonly IReadOnlyList<string> Groups = ["account", "ip", "time", "success", "protocol", "recipients"];

    private const int MaximumPatternLength = 4096;

    private readonly Regex _regex;

    private LogPattern(Regex regex)
    {
        _regex = regex;
        Names = [.. regex.GetGroupNames().Where(name => name != "0")];
    }

    /// <summary>The groups that it has.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads a pattern.</summary>
    /// <param name="text">The regular expression.</param>
    /// <param name="place">Where it stands, for the message.</param>
    /// <exception cref="PatternFileException">It is no pattern.</exception>
    public static LogPattern Parse(string text, string place)
    {
        if (text.Length > MaximumPatternLength)
        {
            throw new PatternFileException($"{place}: the pattern has more than {MaximumPatternLength} characters.");
        }

        LogPattern pattern;
        try
        {
            // By itself first, so that what is wrong is not closed by what is put around it.
            _ = new Regex(text, RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant);
            pattern = new LogPattern(new Regex($"^(?:{text})", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new PatternFileException($"{place}: {e.Message}", e);
        }

        foreach (var name in pattern.Names.Where(name => !Groups.Contains(name)))
        {
            throw new PatternFileException($"{place}: the group '{name}' is not one of {string.Join(", ", Groups)}.");
        }

        foreach (var name in Groups.Take(2).Where(name => !pattern.Names.Contains(name)))
        {
            throw new PatternFileException($"{place}: the group '{name}' is missing: (?<{name}>…).");
        }

        if (pattern.Match("") is not null)
        {
            throw new PatternFileException($"{place}: the pattern matches every line, even an empty one.");
        }

        return pattern;
    }

    /// <summary>The groups of a line; null where it has another shape.</summary>
    public Match? Match(string text) => _regex.Match(text) is { Success: true } match ? match : null;
}
