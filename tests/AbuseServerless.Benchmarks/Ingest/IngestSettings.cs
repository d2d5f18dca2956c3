using System.ComponentModel;
using AbuseServerless.Local.Commands;
using AbuseServerless.Local.Demo;
using Spectre.Console;
using Spectre.Console.Cli;

namespace AbuseServerless.Benchmarks.Ingest;

/// <summary>Options of <c>ingest</c>.</summary>
internal sealed class IngestSettings : StackSettings
{
    [CommandOption("--events <N>")]
    [Description("Events of the day.")]
    [DefaultValue(1_000_000)]
    public int Events { get; init; }

    [CommandOption("--accounts <N>")]
    [Description("Subscribers.")]
    [DefaultValue(200_000)]
    public int Accounts { get; init; }

    [CommandOption("--warm")]
    [Description("Runs a day before, not counted, and reports the next day through the same stack.")]
    public bool Warm { get; init; }

    [CommandOption("--partitions <N>")]
    [Description("Partitions of the event hub.")]
    [DefaultValue(4)]
    public int Partitions { get; init; }

    [CommandOption("--rate <N>")]
    [Description("Messages published a second; 0 (default): as fast as it goes. With a rate, events of other accounts also come beside the crossing events.")]
    public int Rate { get; init; }

    [CommandOption("--relieve-storage")]
    [Description("Replaces one method of LokiJS within Azurite, which is most of its time with many rows. Not the stock Azurite: to see what lies behind that limit.")]
    public bool RelieveStorage { get; init; }

    [CommandOption("--through-limits")]
    [Description("Through a proxy that has the limits and the latency of Table Storage; tells what passed.")]
    public bool ThroughLimits { get; init; }

    [CommandOption("--no-keys")]
    [Description("Publishes without partition keys, as stock log shippers do.")]
    public bool NoKeys { get; init; }

    [CommandOption("--garbage <N>")]
    [Description("Messages that are no events, published without keys beside the crossing events instead of events of other accounts, as many a second as --rate says.")]
    public int Garbage { get; init; }

    [CommandOption("--seed <N>")]
    [Description("The same seed gives the same day.")]
    [DefaultValue(20190101)]
    public int Seed { get; init; }

    public override ValidationResult Validate() =>
        base.Validate() is { Successful: false } bad ? bad
        : Events < RealisticDayOptions.MinimumEvents ? ValidationResult.Error($"--events: {RealisticDayOptions.MinimumEvents} or more.")
        : Accounts < 1 ? ValidationResult.Error("--accounts: 1 or more.")
        : Partitions is < 1 or > 32 ? ValidationResult.Error("--partitions: 1 to 32.")
        : Rate < 0 ? ValidationResult.Error("--rate: 0 or more.")
        : Garbage < 0 ? ValidationResult.Error("--garbage: 0 or more.")
        : ValidationResult.Success();
}
