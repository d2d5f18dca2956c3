namespace AbuseServerless.PowerShell.Help;

/// <summary>A page says everything about its cmdlet, and nothing about what it is not.</summary>
internal static class Completeness
{
    private const int MinimumExamples = 3;

    /// <exception cref="HelpException">Something is missing, or too much.</exception>
    public static void Check(CmdletShape cmdlet, HelpPage page)
    {
        Require(page.Name == cmdlet.Name, page, 1, $"The page is named '{page.Name}', its cmdlet {cmdlet.Name}.");
        Require(page.Synopsis.Count == 1, page, 1, "The synopsis is one paragraph.");
        Require(page.Description.Count > 0, page, 1, "The description is missing.");
        Require(page.Examples.Count >= MinimumExamples, page, 1, $"There are {page.Examples.Count} examples; {MinimumExamples} are the least.");
        Require(page.Errors.Count > 0, page, 1, "The notes on errors are missing.");

        var own = cmdlet.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var section in page.Parameters)
        {
            Require(section.Title.StartsWith('-') && own.Remove(section.Title[1..]), page, section.Line, $"{cmdlet.Name} has no parameter '{section.Title}', or it stands here twice.");
            Require(Text.Paragraphs(section.Lines).Count > 0, page, section.Line, $"Nothing is said about {section.Title}.");
        }

        // Of a parameter that means the same everywhere a page says something only where it means more.
        own.RemoveWhere(name => StandardText.Of(name) is not null);
        Require(own.Count == 0, page, 1, $"Nothing is said about {string.Join(", ", own.Select(name => "-" + name))}.");
    }

    private static void Require(bool condition, HelpPage page, int line, string message)
    {
        if (!condition)
        {
            throw new HelpException(page.File, line, message);
        }
    }
}
