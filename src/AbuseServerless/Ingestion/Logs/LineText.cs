namespace AbuseServerless.Ingestion.Logs;

/// <summary>Text of a line for an expression to look at.</summary>
internal static class LineText
{
    // Twice what Exim and syslog daemons write; more is of no mail server, and expressions may take longer than in proportion.
    private const int MaximumLength = 16_384;

    /// <summary>The text, without what follows the first 16,384 characters.</summary>
    public static string Bounded(this ReadOnlySpan<char> text) => (text.Length <= MaximumLength ? text : text[..MaximumLength]).ToString();
}
