using Azure.Core;
using Azure.Core.Pipeline;

namespace AbuseServerless.Azure.Tests.AuthPolicy;

/// <summary>Fails each request to the audit log.</summary>
internal sealed class FailingAudit : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        if (message.Request.Uri.Path.Contains("AuditLog", StringComparison.Ordinal))
        {
            throw new IOException("The network is gone.");
        }
    }
}
