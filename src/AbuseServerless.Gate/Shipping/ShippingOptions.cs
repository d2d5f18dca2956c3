using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Gate.Shipping;

/// <summary>Settings of publishing (section <c>Shipping</c>).</summary>
internal sealed class ShippingOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Shipping";

    /// <summary>
    /// Maximum events published per second: 100 to 1,000,000; 10,000 by default. Faster events, and those that waited for the event hub, stay on disk in the meantime: they use neither all of the mail host's
    /// processors nor all of the event hub's throughput.
    /// </summary>
    [Range(100, 1_000_000)]
    public int MaximumPerSecond { get; set; } = 10_000;

    /// <summary>
    /// How long an event waits for others to share a batch: 0 to 1 second; 50 milliseconds by default. It is part of the time from an event to a refusal.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan Gather { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Maximum pause between two attempts to reach the event hub: 1 to 300 seconds; 10 by default. The first pause is half a second, each further one twice the one before.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ConvertValueInInvariantCulture = true, ParseLimitsInInvariantCulture = true)]
    public TimeSpan MaximumPause { get; set; } = TimeSpan.FromSeconds(10);
}
