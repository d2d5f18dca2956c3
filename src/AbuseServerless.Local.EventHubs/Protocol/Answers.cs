using Amqp;
using Amqp.Framing;

namespace AbuseServerless.Local.EventHubs.Protocol;

/// <summary>What the answers on $cbs and $management have in common.</summary>
internal static class Answers
{
    public static Message To(Message request, int status, string description, Message answer)
    {
        answer.Properties = new Properties();
        answer.Properties.SetCorrelationId(request.Properties.GetMessageId());
        answer.ApplicationProperties ??= new ApplicationProperties();
        answer.ApplicationProperties["status-code"] = status;
        answer.ApplicationProperties["status-description"] = description;
        return answer;
    }
}
