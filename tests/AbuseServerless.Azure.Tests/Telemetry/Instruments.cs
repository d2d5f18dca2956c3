using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Suspensions;
using AbuseServerless.Telemetry;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Tests.Telemetry;

/// <summary>The instruments that the code makes: found by asking the runtime, not by reading the source.</summary>
internal static class Instruments
{
    /// <summary>Every instrument of the meter, by name.</summary>
    public static IReadOnlyList<Instrument> All()
    {
        var found = new Dictionary<string, Instrument>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == Instrumentation.Name)
            {
                lock (found)
                {
                    found[instrument.Name] = instrument;
                }
            }
        };
        listener.Start();
        using var policy = new AuthPolicyMetrics(new SuspensionSnapshot(TimeProvider.System), new EnforcementSwitch(Options.Create(new EnforcementOptions())));
        Assembly[] assemblies = [typeof(Instrumentation).Assembly, typeof(StorageMetrics).Assembly];
        foreach (var type in assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type => type.Name.EndsWith("Metrics", StringComparison.Ordinal)))
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }

        return [.. found.Values.OrderBy(instrument => instrument.Name, StringComparer.Ordinal)];
    }

    /// <summary>What an instrument is called in documentation: <c>counter</c>, <c>up-down counter</c>, <c>histogram</c> or <c>gauge</c>.</summary>
    public static string Kind(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" or "ObservableCounter" => "counter",
        "UpDownCounter" or "ObservableUpDownCounter" => "up-down counter",
        "Histogram" => "histogram",
        "Gauge" or "ObservableGauge" => "gauge",
        var other => throw new NotSupportedException(other),
    };
}
