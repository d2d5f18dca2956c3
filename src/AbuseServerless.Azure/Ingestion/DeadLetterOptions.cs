using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Azure.Ingestion;

/// <summary>Settings of the dead letters (section <c>DeadLetters</c>).</summary>
public sealed class DeadLetterOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "DeadLetters";

    /// <summary>
    /// Rejected messages of one batch (up to 5,000) that are stored individually, 1 to 5,000; default 100, which is one request. Beyond them, one of each reason is stored and says how many it stands for, so that a flood
    /// of garbage does not delay later messages.
    /// </summary>
    [Range(1, 5_000)]
    public int MaximumPerBatch { get; set; } = 100;
}
