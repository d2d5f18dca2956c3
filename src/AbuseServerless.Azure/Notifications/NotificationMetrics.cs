using System.Diagnostics.Metrics;
using AbuseServerless.Notifications;
using AbuseServerless.Telemetry;

namespace AbuseServerless.Azure.Notifications;

/// <summary>Counts attempts to tell somebody.</summary>
internal static class NotificationMetrics
{
    private static readonly Meter _meter = new(Instrumentation.Name);
    private static readonly Counter<long> _attempts = _meter.CreateCounter<long>("abuseserverless.notifications.attempts", "{attempt}", "Attempts to deliver a notification.");
    private static readonly Histogram<double> _age = _meter.CreateHistogram(
        "abuseserverless.notifications.age", "s", "Age of a transition at an attempt to deliver its notification.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [5, 10, 30, 60, 300, 900, 3600, 21600, 86400] });

    /// <summary>Counts an attempt.</summary>
    /// <param name="channel">Who was to be told.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="givenUp">Whether a failure was the last.</param>
    /// <param name="age">Time since the transition.</param>
    public static void Count(NotificationChannel channel, DeliveryOutcome outcome, bool givenUp, TimeSpan age)
    {
        var ended = outcome switch
        {
            DeliveryOutcome.Delivered => "delivered",
            DeliveryOutcome.NotWanted => "not_wanted",
            _ => givenUp ? "given_up" : "failed",
        };
        _attempts.Add(1, new("channel", channel.ToString()), new("outcome", ended));
        _age.Record(Math.Max(age.TotalSeconds, 0), new KeyValuePair<string, object?>("channel", channel.ToString()));
    }
}
