namespace AbuseServerless.Deliveries;

/// <summary>A reply that stands for those of its class.</summary>
/// <param name="Time">When it was given, UTC.</param>
/// <param name="Text">Its text, at most <see cref="MaximumTextLength"/> characters. Mail addresses in it have no local part: the reader of events hides them.</param>
public sealed record ReplySample(DateTimeOffset Time, string Text)
{
    /// <summary>Characters kept of a reply.</summary>
    public const int MaximumTextLength = 300;

    /// <summary>Makes a sample of a reply.</summary>
    public static ReplySample Of(DateTimeOffset time, string reply) => new(time, reply.AtMost(MaximumTextLength));

    /// <summary>The earlier of two; of two at one time, the one whose text is smaller by its UTF-16 units. So which is kept does not depend on the order of events.</summary>
    public static ReplySample Earlier(ReplySample first, ReplySample second)
    {
        var order = first.Time.CompareTo(second.Time);
        return order < 0 || (order == 0 && string.CompareOrdinal(first.Text, second.Text) <= 0) ? first : second;
    }
}
