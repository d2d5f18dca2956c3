namespace AbuseServerless.Ingestion.Logs.Patterns;

/// <summary>A file of patterns (<see cref="LogPattern"/>), one a line; empty lines, and lines that begin with <c>#</c>, say nothing. The first pattern that fits a line counts.</summary>
public static class PatternFile
{
    /// <summary>Patterns of a file at the most.</summary>
    public const int MaximumPatterns = 200;

    /// <summary>What stands in front of the file's name where a kind of log is asked for.</summary>
    public const string Prefix = "patterns:";

    private const int MaximumFileSize = 1024 * 1024;

    /// <summary>The kind of log that a file of patterns describes.</summary>
    /// <param name="path">The file, UTF-8.</param>
    /// <exception cref="PatternFileException">The file cannot be used; the message names the line.</exception>
    public static LogFormat Open(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new PatternFileException($"the file of patterns has no name: write {Prefix}FILE.");
        }

        try
        {
            var file = new FileInfo(path);
            return file.Length > MaximumFileSize ? throw new PatternFileException($"{path}: larger than {MaximumFileSize} bytes, the maximum for a file of patterns.") : Parse(File.ReadAllLines(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new PatternFileException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>The kind of log that patterns describe.</summary>
    /// <param name="lines">The lines of a file.</param>
    /// <param name="name">What the file is called, for messages.</param>
    /// <exception cref="PatternFileException">The lines cannot be used; the message names the first that cannot.</exception>
    public static LogFormat Parse(IReadOnlyList<string> lines, string name)
    {
        ArgumentNullException.ThrowIfNull(lines);
        LogPattern[] patterns =
        [
            .. lines.Select((line, i) => (Text: line.Trim('\uFEFF', ' ', '\t'), Number: i + 1))
                .Where(line => line.Text is not ("" or ['#', ..]))
                .Select(line => LogPattern.Parse(line.Text, $"{name}, line {line.Number}")),
        ];
        if (patterns.Length is 0 or > MaximumPatterns)
        {
            throw new PatternFileException(patterns.Length == 0 ? $"{name}: contains no pattern." : $"{name}: contains more than {MaximumPatterns} patterns.");
        }

        var tells = LogTells.Logins
            | (patterns.Any(pattern => pattern.Names.Contains("success")) ? LogTells.FailedLogins : LogTells.None)
            | (patterns.Any(pattern => pattern.Names.Contains("recipients")) ? LogTells.Recipients : LogTells.None);
        return new LogFormat("patterns", "your own patterns", tells, context => new PatternLogReader(patterns, context));
    }
}
