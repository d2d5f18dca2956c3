using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace AbuseServerless.Azure.Tests.Storage;

/// <summary>Fails one request, either before it is sent or after it was carried out (its answer is lost).</summary>
internal sealed class FailingRequests(int failAt, bool afterwards) : HttpPipelinePolicy
{
    private int _count;

    public bool HasFailed => _count >= failAt;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("All requests are asynchronous.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var fails = Interlocked.Increment(ref _count) == failAt;
        if (!fails || afterwards)
        {
            await ProcessNextAsync(message, pipeline);
        }

        if (fails)
        {
            throw new RequestFailedException(0, "The connection was cut by the test.");
        }
    }
}
