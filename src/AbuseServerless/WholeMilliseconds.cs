namespace AbuseServerless;

/// <summary>Times as every store and JSON keeps them alike.</summary>
public static class WholeMilliseconds
{
    /// <summary>The time without what is left beyond whole milliseconds.</summary>
    public static DateTimeOffset ToWholeMilliseconds(this DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMillisecond));
}
