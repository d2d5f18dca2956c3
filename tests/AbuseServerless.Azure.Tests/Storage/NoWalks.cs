using AbuseServerless.StorageLimits;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.WebUtilities;

namespace AbuseServerless.Azure.Tests.Storage;

/// <summary>Refuses each query that walks rows and is none of <see cref="NamedSweeps"/>: Azurite answers all at once, Table Storage walks the rows.</summary>
internal sealed class NoWalks : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var uri = message.Request.Uri.ToUri();
        if (message.Request.Method != RequestMethod.Get || !uri.AbsolutePath.EndsWith("()", StringComparison.Ordinal))
        {
            return;
        }

        var filter = KeyFilter.Parse(QueryHelpers.ParseQuery(uri.Query).GetValueOrDefault("$filter").ToString());
        if (NamedSweeps.FaultOf(filter, message.Request.ClientRequestId) is { } fault)
        {
            throw new InvalidOperationException($"{uri.AbsolutePath}: {fault}");
        }
    }
}
