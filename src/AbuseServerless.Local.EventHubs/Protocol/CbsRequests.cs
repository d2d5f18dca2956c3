using Amqp;
using Amqp.Listener;

namespace AbuseServerless.Local.EventHubs.Protocol;

/// <summary>Answers the client's tokens on $cbs. Every token is good: the endpoint is reachable from this host only.</summary>
internal sealed class CbsRequests : IRequestProcessor
{
    public const string Address = "$cbs";

    public int Credit => 100;

    public void Process(RequestContext requestContext) => requestContext.Complete(Answers.To(requestContext.Message, 202, "Accepted", new Message()));
}
