using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Presence;
using AbuseServerless.Gate.Following;
using AbuseServerless.Gate.Queue;
using AbuseServerless.Gate.Spool;

namespace AbuseServerless.Gate.Telemetry;

/// <summary>What a gate knows of itself.</summary>
internal sealed class GatePresence(SuspensionSnapshot snapshot, EventSpool spool, QueueRelay relay, LogFollowing? following = null) : IPresence
{
    /// <inheritdoc/>
    public string Kind => "gate";

    /// <inheritdoc/>
    public PresenceRow Tell(PresenceRow row) => row with { SnapshotAge = snapshot.Age, Refused = snapshot.Count, Waiting = spool.Segments.Waiting, QueueHelper = relay.Heard, Logs = following?.Counts ?? [] };
}
