using AbuseServerless.Allowances;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Presence;
using AbuseServerless.Gate.Files;
using AbuseServerless.Gate.Following;
using AbuseServerless.Gate.Queue;
using AbuseServerless.Gate.Quotas;
using AbuseServerless.Gate.Spool;
using AbuseServerless.Quotas;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Telemetry;

/// <summary>What a gate knows of itself.</summary>
internal sealed class GatePresence(
    SuspensionSnapshot snapshot, AllowanceGuard allowances, EventSpool spool, QueueRelay relay, WatchedQuota watched, IOptions<QuotaOptions> quota, IOptions<GateOptions> gate, LogFollowing? following = null) : IPresence
{
    private const string Hold = "HOLD";

    private readonly string _place = FolderId.Of(gate.Value.Data);

    /// <inheritdoc/>
    public string Kind => "gate";

    /// <summary>What was told last; null before.</summary>
    public PresenceRow? Told { get; private set; }

    /// <inheritdoc/>
    public PresenceRow Tell(PresenceRow row) => Told = row with
    {
        Place = _place,
        DatabaseVersion = allowances.DatabaseVersion,
        SnapshotAge = snapshot.Age,
        Refused = snapshot.Count,
        AllowancesUnenforced = allowances.Current.Count > 0 && !allowances.CanLocate ? allowances.Current.Count : null,
        Waiting = spool.Segments.Waiting,
        QueueHelper = relay.Heard,
        HoldsWatched = watched.IsOn && (watched.Answer ?? QuotaAnswer.Parse(quota.Value.Answer)).Action == Hold,
        Watched = watched is { RecipientsPerHour: null, Share: 1 } ? null : watched,
        Logs = following?.Counts ?? [],
    };
}
