namespace AbuseServerless.PowerShell.Help;

/// <summary>Markdown as plain text.</summary>
internal static class Text
{
    /// <summary>Paragraphs, each on one line; every item of a list is one.</summary>
    public static IReadOnlyList<string> Paragraphs(IEnumerable<string> lines)
    {
        var paragraphs = new List<string>();
        var isOpen = false;
        foreach (var line in lines.Select(line => line.Trim()))
        {
            if (line.Length == 0)
            {
                isOpen = false;
            }
            else if (isOpen && !line.StartsWith("- ", StringComparison.Ordinal))
            {
                paragraphs[^1] += " " + Plain(line);
            }
            else
            {
                paragraphs.Add(Plain(line));
                isOpen = true;
            }
        }

        return paragraphs;
    }

    private static string Plain(string line) => line.Replace("`", "", StringComparison.Ordinal).Replace("**", "", StringComparison.Ordinal);
}
