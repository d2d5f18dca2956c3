namespace AbuseServerless.Ingestion.Logs;

/// <summary>A line of the server that was understood, and tells of no event or of one that says nothing about an account, such as a login by IMAP.</summary>
public sealed record IgnoredLine : LogLine
{
    private IgnoredLine()
    {
    }

    /// <summary>The one value of this type.</summary>
    public static IgnoredLine Instance { get; } = new();
}
