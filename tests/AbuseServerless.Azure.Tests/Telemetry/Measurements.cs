using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using AbuseServerless.Telemetry;

namespace AbuseServerless.Azure.Tests.Telemetry;

/// <summary>What was measured in the flow of one test: others run meanwhile. Of a histogram both the number of measurements (<c>NAME.count</c>) and their sum are kept.</summary>
internal sealed class Measurements : IDisposable
{
    private static readonly AsyncLocal<Measurements?> Current = new();
    private readonly ConcurrentDictionary<string, double> _sums = new();
    private readonly MeterListener _listener = new();

    public Measurements()
    {
        Current.Value = this;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Instrumentation.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>A sum, by the instrument's name and its attributes: <c>NAME key=value key=value</c>; 0 where nothing was measured.</summary>
    public double this[string name] => _sums.GetValueOrDefault(name);

    /// <summary>Everything that was measured, with its attributes.</summary>
    public IEnumerable<string> Names => _sums.Keys;

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Current.Value != this)
        {
            return;
        }

        string[] attributes = [.. tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")];
        _sums.AddOrUpdate(string.Join(' ', [instrument.Name, .. attributes]), value, (_, sum) => sum + value);
        if (instrument is Histogram<long> or Histogram<double>)
        {
            _sums.AddOrUpdate(string.Join(' ', [instrument.Name + ".count", .. attributes]), 1, (_, sum) => sum + 1);
        }
    }
}
