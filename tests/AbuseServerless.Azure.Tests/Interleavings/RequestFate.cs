namespace AbuseServerless.Azure.Tests.Interleavings;

/// <summary>What becomes of a request.</summary>
internal enum RequestFate
{
    /// <summary>It is carried out and answered.</summary>
    Answered,

    /// <summary>It never reaches the storage.</summary>
    Unsent,

    /// <summary>It is carried out, and its answer is lost.</summary>
    Unanswered,
}
