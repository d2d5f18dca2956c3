using System.Globalization;
using System.Text.RegularExpressions;
using Amqp;
using Amqp.Framing;
using Amqp.Types;

namespace AbuseServerless.Local.EventHubs.Protocol;

/// <summary>
/// Where a consumer starts: its selector filter, such as <c>amqp.annotation.x-opt-offset > 41</c>. A position beyond the
/// log is refused, as in Azure, rather than waited for: events would be skipped in silence.
/// </summary>
internal static partial class StartPosition
{
    private const string Latest = "@latest";

    /// <summary>The first sequence number that the consumer wants; without a filter, the oldest.</summary>
    /// <exception cref="AmqpException">The filter is not understood, or lies beyond the log.</exception>
    public static long Resolve(Source source, PartitionLog log)
    {
        var filter = (source.FilterSet?[AmqpNames.SelectorFilter] as DescribedValue)?.Value as string;
        return filter is null ? log.FirstSequenceNumber : Resolve(filter, log);
    }

    public static long Resolve(string filter, PartitionLog log)
    {
        var match = Selector().Match(filter);
        if (!match.Success)
        {
            throw Refused($"The filter '{filter}' is not understood.");
        }

        var next = log.NextSequenceNumber;
        var value = match.Groups["value"].Value;
        if (value == Latest)
        {
            return next;
        }

        if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            throw Refused($"The filter '{filter}' has no number.");
        }

        if (match.Groups["name"].Value == AmqpNames.EnqueuedTime)
        {
            return log.FirstEnqueuedAfter(number);
        }

        var inclusive = match.Groups["inclusive"].Success;
        if (inclusive ? number > next : number >= next && number != next - 1)
        {
            throw Refused($"The position of the filter '{filter}' lies beyond the last sequence number, {next - 1}.");
        }

        return Math.Max(log.FirstSequenceNumber, inclusive ? number : number + 1);
    }

    private static AmqpException Refused(string description) => new(AmqpErrors.BadPosition(description));

    [GeneratedRegex("^amqp\\.annotation\\.(?<name>x-opt-offset|x-opt-sequence-number|x-opt-enqueued-time) *>(?<inclusive>=)? *'?(?<value>@latest|-?[0-9]+)'?$")]
    private static partial Regex Selector();
}
