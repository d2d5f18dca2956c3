namespace AbuseServerless.PowerShell.Help;

/// <summary>A page that is not what help is made from.</summary>
/// <param name="file">The page.</param>
/// <param name="line">Line, from 1.</param>
/// <param name="message">What is wrong.</param>
internal sealed class HelpException(string file, int line, string message) : Exception(message)
{
    public string File { get; } = file;

    public int Line { get; } = line;
}
