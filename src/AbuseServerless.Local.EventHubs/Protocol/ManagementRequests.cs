using System.Globalization;
using Amqp;
using Amqp.Framing;
using Amqp.Listener;
using Amqp.Types;

namespace AbuseServerless.Local.EventHubs.Protocol;

/// <summary>Answers questions on $management about hubs and their partitions.</summary>
internal sealed partial class ManagementRequests(IReadOnlyDictionary<string, EventHub> hubs, ILogger logger) : IRequestProcessor
{
    public const string Address = "$management";
    private const string HubType = "com.microsoft:eventhub";
    private const string PartitionType = "com.microsoft:partition";

    public int Credit => 100;

    public void Process(RequestContext requestContext)
    {
        var request = requestContext.Message;
        Message answer;
        try
        {
            answer = Answer(request);
        }
        catch (Exception exception)
        {
            Log.RequestFailed(logger, exception);
            answer = Refuse(request, 500, AmqpErrors.Failure(exception));
        }

        requestContext.Complete(answer);
    }

    private Message Answer(Message request)
    {
        var name = Asked(request, "name");
        if (!hubs.TryGetValue(name, out var hub))
        {
            return Refuse(request, 404, AmqpErrors.NoSuchEntity(name));
        }

        switch (Asked(request, "type"))
        {
            case HubType:
                return Describe(request, Properties(hub));
            case PartitionType:
                var id = Asked(request, "partition");
                return hub.TryGetPartition(id, out var partition)
                    ? Describe(request, Properties(hub, partition))
                    : Refuse(request, 404, AmqpErrors.NoSuchPartition(hub.Name, id));
            case var type:
                return Refuse(request, 400, AmqpErrors.BadPosition($"The type '{type}' is not known."));
        }
    }

    private static Map Properties(EventHub hub) => new()
    {
        ["name"] = hub.Name,
        ["type"] = HubType,
        ["created_at"] = hub.CreatedAt.UtcDateTime,
        ["partition_count"] = hub.Partitions.Count,
        ["partition_ids"] = hub.Partitions.Select(partition => partition.Id).ToArray(),
    };

    private static Map Properties(EventHub hub, PartitionLog partition)
    {
        var first = partition.FirstSequenceNumber;
        var last = partition.NextSequenceNumber - 1;
        return new Map
        {
            ["name"] = hub.Name,
            ["type"] = PartitionType,
            ["partition"] = partition.Id,
            ["begin_sequence_number"] = first,
            ["last_enqueued_sequence_number"] = last,
            ["last_enqueued_offset"] = last.ToString(CultureInfo.InvariantCulture),
            ["last_enqueued_time_utc"] = partition.LastEnqueuedTime.UtcDateTime,
            ["is_partition_empty"] = last < first,
        };
    }

    private static Message Describe(Message request, Map properties) =>
        Answers.To(request, 200, "OK", new Message { BodySection = new AmqpValue { Value = properties } });

    private static Message Refuse(Message request, int status, Error error)
    {
        var answer = Answers.To(request, status, error.Description, new Message());
        answer.ApplicationProperties["error-condition"] = error.Condition;
        return answer;
    }

    private static string Asked(Message request, string property) => request.ApplicationProperties?[property] as string ?? "";

    private static partial class Log
    {
        [LoggerMessage(6101, LogLevel.Error, "A management request failed.")]
        public static partial void RequestFailed(ILogger logger, Exception exception);
    }
}
