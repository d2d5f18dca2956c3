namespace AbuseServerless.Ingestion.Logs;

/// <summary>A line of another program, or none of a log at all.</summary>
public sealed record ForeignLine : LogLine
{
    private ForeignLine()
    {
    }

    /// <summary>The one value of this type.</summary>
    public static ForeignLine Instance { get; } = new();
}
