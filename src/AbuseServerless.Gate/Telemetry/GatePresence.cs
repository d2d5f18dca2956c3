using AbuseServerless.Allowances;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Presence;
using AbuseServerless.Gate.Following;
using AbuseServerless.Gate.Queue;
using AbuseServerless.Gate.Spool;

namespace AbuseServerless.Gate.Telemetry;

/// <summary>What a gate knows of itself.</summary>
internal sealed class GatePresence(SuspensionSnapshot snapshot, AllowanceGuard allowances, EventSpool spool, QueueRelay relay, LogFollowing? following = null) : IPresence
{
    /// <inheritdoc/>
    public string Kind => "gate";

    /// <inheritdoc/>
    public PresenceRow Tell(PresenceRow row) => row with
    {
        DatabaseVersion = allowances.DatabaseVersion,
        SnapshotAge = snapshot.Age,
        Refused = snapshot.Count,
        AllowancesUnenforced = allowances.Current.Count > 0 && !allowances.CanLocate ? allowances.Current.Count : null,
        Waiting = spool.Segments.Waiting,
        QueueHelper = relay.Heard,
        Logs = following?.Counts ?? [],
    };
}
