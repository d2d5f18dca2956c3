
namespace AbuseServerless.Ingestion.Logs;

/// <summary>A log that a program reads on a mail server.</summary>
/// <param name="Reader">The program's machine and process, such as <c>mx1:4711</c>.</param>
/// <param name="Log">What is understood of it.</param>
public sealed record FollowedLog(string Reader, LogHealth Log)
{
    /// <summary>When it was imported last, UTC; null where it is followed.</summary>
    public DateTimeOffset? Imported { get; init; }
}
