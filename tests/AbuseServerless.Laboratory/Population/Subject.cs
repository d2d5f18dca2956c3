namespace AbuseServerless.Laboratory.Population;

/// <summary>An account of the laboratory and what is true of it.</summary>
/// <param name="Account">Its login name.</param>
/// <param name="Kind">How its owner, or who stole it, behaves.</param>
/// <param name="IsStolen">Whether somebody else uses it.</param>
internal sealed record Subject(string Account, string Kind, bool IsStolen)
{
    /// <summary>When each spam message was submitted, in the order of time; empty for an honest account.</summary>
    public List<DateTimeOffset> Spam { get; } = [];

    /// <summary>When somebody else first used it; null for an honest account.</summary>
    public DateTimeOffset? StolenAt { get; set; }
}
