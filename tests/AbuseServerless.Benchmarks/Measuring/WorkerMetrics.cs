using System.Collections.Concurrent;
using System.Diagnostics.Tracing;
using System.Globalization;
using AbuseServerless.Azure.Storage;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace AbuseServerless.Benchmarks.Measuring;

/// <summary>Reads a process's instruments out of it, once a second, as <c>dotnet-counters</c> does: the process need not know.</summary>
internal sealed class WorkerMetrics : IDisposable
{
    private const string Provider = "System.Diagnostics.Metrics";
    private const long TimeSeriesValues = 2;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly EventPipeSession _session;
    private readonly EventPipeEventSource _source;
    private readonly Thread _reader;
    private readonly string _id = Guid.NewGuid().ToString();
    private readonly ConcurrentDictionary<(string Instrument, string Tags), double> _values = new();
    private readonly ConcurrentQueue<(string Instrument, double P50, double P99)> _histograms = new();

    private WorkerMetrics(int processId)
    {
        var arguments = new Dictionary<string, string>
        {
            ["SessionId"] = _id,
            ["Metrics"] = $"{StorageMetrics.MeterName},System.Runtime,Microsoft.AspNetCore.Hosting",
            ["RefreshInterval"] = Interval.TotalSeconds.ToString(CultureInfo.InvariantCulture),
            ["MaxTimeSeries"] = "1000",
            ["MaxHistograms"] = "10",
        };
        _session = new DiagnosticsClient(processId).StartEventPipeSession([new EventPipeProvider(Provider, EventLevel.Informational, TimeSeriesValues, arguments)], requestRundown: false);
        _source = new EventPipeEventSource(_session.EventStream);
        _source.Dynamic.All += Read;
        _reader = new Thread(Process) { IsBackground = true, Name = "Metrics of the worker" };
        _reader.Start();
    }

    /// <summary>Begins to read.</summary>
    /// <param name="processId">A .NET process of this user.</param>
    public static WorkerMetrics Of(int processId) => new(processId);

    /// <summary>Waits until what has happened so far is read.</summary>
    public static Task SettleAsync(CancellationToken cancellationToken) => Task.Delay(2.5 * Interval, cancellationToken);

    /// <summary>Sum of an instrument's values over all tags that contain a text.</summary>
    public double this[string instrument, string tags = ""] =>
        _values.Where(value => value.Key.Instrument == instrument && value.Key.Tags.Contains(tags, StringComparison.Ordinal)).Sum(value => value.Value);

    /// <summary>Median and 99th percentile of an instrument in each interval in which it was used.</summary>
    public IEnumerable<(double P50, double P99)> Histogram(string instrument) =>
        _histograms.Where(interval => interval.Instrument == instrument).Select(interval => (interval.P50, interval.P99));

    /// <summary>Forgets the intervals so far.</summary>
    public void ForgetHistograms() => _histograms.Clear();

    public void Dispose()
    {
        try
        {
            _session.Stop();
        }
        catch (Exception e) when (e is ServerNotAvailableException or IOException or TimeoutException)
        {
            // The process is gone.
        }

        _reader.Join(TimeSpan.FromSeconds(5));
        _source.Dispose();
        _session.Dispose();
    }

    private void Process()
    {
        try
        {
            _source.Process();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or FormatException)
        {
            // The process ended in the middle of an event.
        }
    }

    private void Read(TraceEvent data)
    {
        if (data.ProviderName == Provider && data.EventName == "HistogramValuePublished" && (string)data.PayloadByName("sessionId") == _id)
        {
            ReadHistogram((string)data.PayloadByName("instrumentName"), (string)data.PayloadByName("quantiles"));
        }

        if (data.ProviderName == Provider
            && data.EventName is "CounterRateValuePublished" or "UpDownCounterRateValuePublished"
            && (string)data.PayloadByName("sessionId") == _id
            && double.TryParse((string)data.PayloadByName("value"), CultureInfo.InvariantCulture, out var value))
        {
            _values[((string)data.PayloadByName("instrumentName"), (string)data.PayloadByName("tags"))] = value;
        }
    }

    // Such as 0.5=0.001;0.95=0.002;0.99=0.004
    private void ReadHistogram(string instrument, string quantiles)
    {
        var values = quantiles.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture));
        if (values.TryGetValue("0.5", out var median) && values.TryGetValue("0.99", out var high))
        {
            _histograms.Enqueue((instrument, median, high));
        }
    }
}
