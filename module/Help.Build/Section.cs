namespace AbuseServerless.PowerShell.Help;

/// <summary>What stands below a heading.</summary>
/// <param name="Title">The heading; empty for what stands before the first.</param>
/// <param name="Line">Line of the heading, from 1.</param>
/// <param name="Lines">The lines below it.</param>
internal sealed record Section(string Title, int Line, IReadOnlyList<string> Lines)
{
    /// <summary>Splits lines at headings; those within fences are none.</summary>
    /// <param name="file">The page.</param>
    /// <param name="lines">Lines.</param>
    /// <param name="first">Number of the first of them.</param>
    /// <param name="mark">What a heading begins with.</param>
    /// <exception cref="HelpException">A fence is not closed.</exception>
    public static IReadOnlyList<Section> Split(string file, IReadOnlyList<string> lines, int first, string mark)
    {
        var sections = new List<(string Title, int Line, List<string> Lines)> { ("", first - 1, []) };
        var fenced = false;
        for (var i = 0; i < lines.Count; i++)
        {
            fenced ^= lines[i].StartsWith("```", StringComparison.Ordinal);
            if (!fenced && lines[i].StartsWith(mark, StringComparison.Ordinal))
            {
                sections.Add((lines[i][mark.Length..].Trim(), first + i, []));
            }
            else
            {
                sections[^1].Lines.Add(lines[i]);
            }
        }

        return fenced
            ? throw new HelpException(file, sections[^1].Line, "A fence is not closed.")
            : [.. sections.Select(section => new Section(section.Title, section.Line, section.Lines))];
    }

    /// <summary>The sections below headings of a lower level.</summary>
    public IEnumerable<Section> Below(string file, string mark) => Split(file, Lines, Line + 1, mark).Skip(1);
}
