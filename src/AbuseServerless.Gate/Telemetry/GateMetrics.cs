using System.Diagnostics.Metrics;
using AbuseServerless.Gate.Shipping;
using AbuseServerless.Gate.Spool;

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
    private readonly Counter<long> _unauthorized;

    public GateMetrics(EventSpool spool)
    {
        _postfix = _meter.CreateCounter<long>(Prefix + "postfix.requests", "{request}", "Requests of Postfix. Tag answer = dunno, reject or malformed (answered dunno).");
        _unauthorized = _meter.CreateCounter<long>(Prefix + "unauthorized", "{request}", "HTTP requests without the right key.");
        Observe("spool.accepted", "{event}", () => spool.Accepted, "Events that came to disk.");
        Observe("spool.refused", "{event}", () => spool.Refused, "Events lost because the disk took no write.");
        Observe("spool.dropped", "{event}", () => spool.Segments.Dropped, "Events lost because the spool was full: the oldest.");
        _meter.CreateObservableGauge(Prefix + "spool.waiting", () => spool.Segments.Waiting, "{event}", "Events on disk that the hub does not have.");
        _meter.CreateObservableGauge(Prefix + "spool.size", () => spool.Segments.Bytes, "By", "Size of the spool on disk.");
    }

    /// <summary>Counts a request of Postfix.</summary>
    /// <param name="answer"><c>dunno</c>, <c>reject</c> or <c>malformed</c>.</param>
    public void CountPostfix(string answer) => _postfix.Add(1, new KeyValuePair<string, object?>("answer", answer));

    /// <summary>Counts a request without the right key.</summary>
    public void CountUnauthorized() => _unauthorized.Add(1);

    /// <summary>Adds what the publishing side counts.</summary>
    public void Observe(EventShipper shipper)
    {
        Observe("published", "{event}", () => shipper.Published, "Events that the hub has.");
        Observe("publish.failures", "{attempt}", () => shipper.Failures, "Attempts to publish that failed; they are repeated.");
        Observe("spool.damaged", "{event}", () => shipper.Damaged, "Events lost because a file of the spool was damaged.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private void Observe(string name, string unit, Func<long> value, string description) =>
        _meter.CreateObservableCounter(Prefix + name, value, unit, description);
}
