using System.Diagnostics.Metrics;
using AbuseServerless.Gate.Following;
using AbuseServerless.Gate.Shipping;
using AbuseServerless.Gate.Spool;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Queue;

namespace AbuseServerless.Gate.Telemetry;

/// <summary>
/// Counts what only the gate does: Postfix's requests, the spool and publishing. What is asked and answered is counted by <see cref="AuthPolicy.AuthPolicyMetrics"/> as in the functions.
/// </summary>
internal sealed class GateMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "AbuseServerless.Gate";

    private const string Prefix = "abuseserverless.gate.";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _postfix;
    private readonly Counter<long> _quota;
    private readonly Counter<long> _unauthorized;
    private readonly Counter<long> _queue;

    public GateMetrics(EventSpool spool)
    {
        _postfix = _meter.CreateCounter<long>(Prefix + "postfix.requests", "{request}", "Postfix policy requests. Tag answer = dunno, reject, abroad (rejected because of an allowance), quota (beyond a limit) or malformed (answered dunno).");
        _quota = _meter.CreateCounter<long>(Prefix + "quota.requests", "{request}", "Postfix policy requests about accounts with a plan, or with a limit because they are watched. Tags outcome = within, over, observed (over, but the installation observes), repeated (about a message that was over before, and is held or filtered) or failed_open (the table is unavailable, or the plans were never read); watched = true or false.");
        _unauthorized = _meter.CreateCounter<long>(Prefix + "unauthorized", "{request}", "HTTP requests without the right key.");
        _queue = _meter.CreateCounter<long>(Prefix + "queue.messages", "{message}", "Queued messages that the queue helper put on hold, released or deleted. Tag act = held, released or deleted.");
        _meter.CreateObservableGauge(Prefix + "queue.on.hold", () => QueueOnHold, "{message}", "Queued messages that the queue helper has put on hold and that are still there.");
        Observe("spool.accepted", "{event}", () => spool.Accepted, "Events written to disk.");
        Observe("spool.refused", "{event}", () => spool.Refused, "Events lost because they could not be written to disk.");
        Observe("spool.dropped", "{event}", () => spool.Segments.Dropped, "Events lost because the spool was full (the oldest).");
        _meter.CreateObservableGauge(Prefix + "spool.waiting", () => spool.Segments.Waiting, "{event}", "Events on disk that the event hub has not accepted.");
        _meter.CreateObservableGauge(Prefix + "spool.size", () => spool.Segments.Bytes, "By", "Size of the spool on disk.");
    }

    /// <summary>Counts a request of Postfix.</summary>
    /// <param name="answer"><c>dunno</c>, <c>reject</c>, <c>abroad</c>, <c>quota</c> or <c>malformed</c>.</param>
    public void CountPostfix(string answer) => _postfix.Add(1, new KeyValuePair<string, object?>("answer", answer));

    /// <summary>Counts a request that a quota judged.</summary>
    /// <param name="outcome"><c>within</c>, <c>over</c>, <c>observed</c>, <c>repeated</c> or <c>failed_open</c>.</param>
    /// <param name="isWatched">Whether because the account is watched.</param>
    public void CountQuota(string outcome, bool isWatched) =>
        _quota.Add(1, new KeyValuePair<string, object?>("outcome", outcome), new KeyValuePair<string, object?>("watched", isWatched ? "true" : "false"));

    /// <summary>How many messages the queue helper has on hold.</summary>
    public int QueueOnHold { get; set; }

    /// <summary>Counts what the queue helper did.</summary>
    public void CountQueue(QueueDone done) =>
        _queue.Add(done.Messages, new KeyValuePair<string, object?>("act", done.Act switch { QueueAct.Held => "held", QueueAct.Released => "released", _ => "deleted" }));

    /// <summary>Counts a request without the right key.</summary>
    public void CountUnauthorized() => _unauthorized.Add(1);

    /// <summary>Adds what the publishing side counts.</summary>
    public void Observe(EventShipper shipper)
    {
        Observe("published", "{event}", () => shipper.Published, "Events that the event hub has accepted.");
        Observe("publish.failures", "{attempt}", () => shipper.Failures, "Failed attempts to publish; they are retried.");
        Observe("spool.damaged", "{event}", () => shipper.Damaged, "Events lost because a spool file was damaged.");
    }

    /// <summary>Adds what is read of followed logs, each with the tag path.</summary>
    public void Observe(LogFollowing following, EventSpool deliveries)
    {
        ObserveLogs("follow.lines", "{line}", "Lines read from followed logs. Tag path.", following, log => log.Lines);
        ObserveLogs("follow.recognised", "{line}", "Lines recognised as those of a known mail server. Tag path.", following, log => log.Recognised);
        ObserveLogs("follow.events", "{event}", "Logins and deliveries in them. Tag path.", following, log => log.Events);
        ObserveLogs("follow.not.understood", "{line}", "Lines that look like mail but were not understood, or lack a required field. Tag path.", following, log => log.NotUnderstood);
        ObserveLogs("follow.last.event", "s", "Time of the last event, in seconds since 1970; 0 if there was none. Tag path.", following, log => log.LastEvent?.ToUnixTimeSeconds() ?? 0, isGauge: true);
        _meter.CreateObservableGauge(Prefix + "deliveries.waiting", () => deliveries.Segments.Waiting, "{event}", "Deliveries on disk that the event hub has not accepted.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private void ObserveLogs(string name, string unit, string description, LogFollowing following, Func<LogHealth, long> value, bool isGauge = false)
    {
        IEnumerable<Measurement<long>> Measure() => following.Counts.Select(log => new Measurement<long>(value(log), new KeyValuePair<string, object?>("path", log.Path)));
        if (isGauge)
        {
            _meter.CreateObservableGauge(Prefix + name, Measure, unit, description);
        }
        else
        {
            _meter.CreateObservableCounter(Prefix + name, Measure, unit, description);
        }
    }

    private void Observe(string name, string unit, Func<long> value, string description) =>
        _meter.CreateObservableCounter(Prefix + name, value, unit, description);
}
