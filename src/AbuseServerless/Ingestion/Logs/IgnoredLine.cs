namespace AbuseServerless.Ingestion.Logs;

/// <summary>A line that tells of no AUTH request, or of one that says nothing about an account.</summary>
public sealed record IgnoredLine : LogLine
{
    private IgnoredLine()
    {
    }

    /// <summary>The one value of this type.</summary>
    public static IgnoredLine Instance { get; } = new();
}
