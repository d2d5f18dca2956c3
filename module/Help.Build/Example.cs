namespace AbuseServerless.PowerShell.Help;

/// <summary>An example.</summary>
/// <param name="Title">What it does.</param>
/// <param name="Code">The commands.</param>
/// <param name="Remarks">What they do, and what comes out.</param>
internal sealed record Example(string Title, string Code, IReadOnlyList<string> Remarks)
{
    private const string Fence = "```";

    /// <exception cref="HelpException">There is not one block of PowerShell, followed by remarks.</exception>
    public static Example Read(string file, Section section)
    {
        var lines = section.Lines.SkipWhile(string.IsNullOrWhiteSpace).ToList();
        var end = lines.FindIndex(1, line => line.Trim() == Fence);
        if (lines[0].Trim() != Fence + "powershell" || end < 0)
        {
            throw new HelpException(file, section.Line, "An example begins with a fenced block of powershell.");
        }

        var remarks = Text.Paragraphs(lines.Skip(end + 1));
        return remarks.Count > 0
            ? new Example(section.Title, string.Join('\n', lines[1..end]), remarks)
            : throw new HelpException(file, section.Line, "An example says what it does.");
    }
}
