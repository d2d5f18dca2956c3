using AbuseServerless.Ingestion.Logs;

namespace AbuseServerless.AuthPolicy;

/// <summary>Where logins go that mail servers report: towards the hub, by way of memory or of a disk.</summary>
public interface IAuthEventSink
{
    /// <summary>Takes a login, and waits for nothing.</summary>
    /// <returns>Whether it is where it was to go, once that is known; null if there is no room: the event is lost, and the caller counts it.</returns>
    Task<bool>? TryAdd(AuthLine line);
}
