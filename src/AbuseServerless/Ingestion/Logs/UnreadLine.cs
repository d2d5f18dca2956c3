namespace AbuseServerless.Ingestion.Logs;

/// <summary>A line of the server that looks like a login or a delivery and is not understood. It gives no event and no dead letter; it is counted, and shown to the operator.</summary>
public sealed record UnreadLine : LogLine
{
    private UnreadLine()
    {
    }

    /// <summary>The one value of this type.</summary>
    public static UnreadLine Instance { get; } = new();
}
