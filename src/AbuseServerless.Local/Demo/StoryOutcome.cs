namespace AbuseServerless.Local.Demo;

/// <summary>What the Countries net makes of an account at its default thresholds (24 hours: watch 5, suspend 10).</summary>
internal enum StoryOutcome
{
    /// <summary>Fewer than five countries.</summary>
    Nothing,

    /// <summary>Five to nine countries.</summary>
    Watched,

    /// <summary>Ten countries or more.</summary>
    Suspended,
}
