using System.Globalization;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace AbuseServerless.Azure.Storage;

/// <summary>
/// Makes a transaction that the service is too busy for fail as any other request does, so that the SDK tries it again. The service accepts a transaction and answers its first row with 503 or 500;
/// the SDK looks at the status of the request alone (azure-sdk-for-net issue 46845).
/// </summary>
internal sealed class PassingFaultPolicy : HttpPipelinePolicy
{
    /// <inheritdoc/>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        ProcessNext(message, pipeline);
        Check(message);
    }

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
        Check(message);
    }

    // Status 0 is what the SDK tries again.
    private static void Check(HttpMessage message)
    {
        if (StorageRequest.PassingFault(message) is { } status)
        {
            throw new RequestFailedException(0, $"The service answered {status} to a transaction.", status.ToString(CultureInfo.InvariantCulture), null);
        }
    }
}
