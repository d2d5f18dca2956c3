namespace AbuseServerless.Local.Demo;

/// <summary>An account of the day with a story, and how it has to end.</summary>
/// <param name="Account">Its login name.</param>
/// <param name="Plot">What happens, in one sentence.</param>
/// <param name="Countries">Most countries with a successful AUTH in any 96 slots of 15 minutes.</param>
/// <param name="Honest">Whether only its owner uses it; failures of others do not count.</param>
internal sealed record Story(string Account, string Plot, int Countries, bool Honest)
{
    /// <summary>What the Countries net makes of it.</summary>
    public StoryOutcome Outcome => Countries switch
    {
        >= 10 => StoryOutcome.Suspended,
        >= 5 => StoryOutcome.Watched,
        _ => StoryOutcome.Nothing,
    };
}
