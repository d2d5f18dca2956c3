namespace AbuseServerless.Ingestion.Logs;

/// <summary>
/// What a line of a log says: an <see cref="AuthLine"/>, a <see cref="DeliveryLine"/> or <see cref="SeveralLines"/> of them; an <see cref="IgnoredLine"/>; an <see cref="UncountedLine"/>, a
/// <see cref="MalformedLine"/> or an <see cref="UnreadLine"/>, which are said to the operator; or a <see cref="ForeignLine"/>, of another program.
/// </summary>
public abstract record LogLine
{
    private protected LogLine()
    {
    }

    /// <summary>The events of the line, each an <see cref="AuthLine"/> or a <see cref="DeliveryLine"/>.</summary>
    public IReadOnlyList<LogLine> Events => this switch
    {
        AuthLine or DeliveryLine => [this],
        SeveralLines several => several.Lines,
        _ => [],
    };
}
