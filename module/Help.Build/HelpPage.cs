namespace AbuseServerless.PowerShell.Help;

/// <summary>
/// A page of help. The Markdown it may be written in: <c># Name</c> with the synopsis below it; then in this order <c>## Description</c>, <c>## Parameters</c>, <c>## Examples</c>, <c>## Errors</c>,
/// <c>## Related</c>. A parameter is <c>### -Name</c>; an example is <c>### Title</c>, one fenced block of <c>powershell</c>, and remarks. Paragraphs are separated by blank lines, items of a list begin with
/// <c>- </c>; backticks and asterisks around words are left out.
/// </summary>
internal sealed record HelpPage(
    string File,
    string Name,
    IReadOnlyList<string> Synopsis,
    IReadOnlyList<string> Description,
    IReadOnlyList<Section> Parameters,
    IReadOnlyList<Example> Examples,
    IReadOnlyList<string> Errors,
    IReadOnlyList<string> Related)
{
    private static readonly string[] Order = ["Description", "Parameters", "Examples", "Errors", "Related"];

    /// <exception cref="HelpException">The page is missing, or written otherwise.</exception>
    public static HelpPage Read(string file)
    {
        if (!System.IO.File.Exists(file))
        {
            throw new HelpException(file, 1, "Every cmdlet has a page of help; this one is missing.");
        }

        var lines = System.IO.File.ReadAllLines(file);
        var title = lines.Length > 0 && lines[0].StartsWith("# ", StringComparison.Ordinal) ? lines[0][2..].Trim() : throw new HelpException(file, 1, "A page begins with '# Name'.");
        var sections = Section.Split(file, lines[1..], 2, "## ");
        var chapters = sections.Skip(1).ToList();
        var names = chapters.Select(chapter => chapter.Title).ToArray();
        if (!names.SequenceEqual(Order))
        {
            throw new HelpException(file, chapters.FirstOrDefault()?.Line ?? 1, $"The chapters are {string.Join(", ", Order)}; these are {string.Join(", ", names)}.");
        }

        return new HelpPage(
            file,
            title,
            Text.Paragraphs(sections[0].Lines),
            Text.Paragraphs(chapters[0].Lines),
            [.. chapters[1].Below(file, "### ")],
            [.. chapters[2].Below(file, "### ").Select(section => Example.Read(file, section))],
            Text.Paragraphs(chapters[3].Lines),
            Text.Paragraphs(chapters[4].Lines));
    }
}
