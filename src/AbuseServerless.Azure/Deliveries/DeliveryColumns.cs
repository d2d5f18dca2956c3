using AbuseServerless.Azure.Storage;
using AbuseServerless.Deliveries;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Deliveries;

/// <summary>Counted deliveries as columns of a row: <c>Sent</c>, <c>DeferredRateLimit</c> and so on where there are any, and of each class <c>SampleRateLimit</c> and <c>SampleRateLimitTime</c>.</summary>
internal static class DeliveryColumns
{
    private const string Sample = nameof(Sample);
    private const string Time = nameof(Time);

    private static readonly ReplyClass[] Classes = Enum.GetValues<ReplyClass>();

    public static void Write(TableEntity row, CountedDeliveries counted)
    {
        row[nameof(DeliveryTally.Sent)] = counted.Tally.Sent;
        Write(row, DeliveryStatus.Deferred, counted.Tally.Deferred);
        Write(row, DeliveryStatus.Bounced, counted.Tally.Bounced);
        Write(row, DeliveryStatus.Expired, counted.Tally.Expired);
        foreach (var (reply, sample) in counted.Samples)
        {
            row[Sample + reply] = sample.Text;
            row[Sample + reply + Time] = sample.Time;
        }
    }

    /// <exception cref="FormatException">A column is of another type, or a sample has no time.</exception>
    public static CountedDeliveries Read(TableEntity row)
    {
        var tally = new DeliveryTally
        {
            Sent = row.LongIfAny(nameof(DeliveryTally.Sent)) ?? 0,
            Deferred = Read(row, DeliveryStatus.Deferred),
            Bounced = Read(row, DeliveryStatus.Bounced),
            Expired = Read(row, DeliveryStatus.Expired),
        };
        var samples = new SortedDictionary<ReplyClass, ReplySample>();
        foreach (var reply in Classes)
        {
            if (row.TextIfAny(Sample + reply) is { } text)
            {
                samples[reply] = new ReplySample(row.Time(Sample + reply + Time), text);
            }
        }

        return new(tally, samples);
    }

    private static void Write(TableEntity row, DeliveryStatus status, IReadOnlyDictionary<ReplyClass, long> counts)
    {
        foreach (var (reply, count) in counts)
        {
            row[$"{status}{reply}"] = count;
        }
    }

    private static SortedDictionary<ReplyClass, long> Read(TableEntity row, DeliveryStatus status)
    {
        var counts = new SortedDictionary<ReplyClass, long>();
        foreach (var reply in Classes)
        {
            if (row.LongIfAny($"{status}{reply}") is { } count)
            {
                counts[reply] = count;
            }
        }

        return counts;
    }
}
