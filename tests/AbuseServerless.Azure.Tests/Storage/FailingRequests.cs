using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace AbuseServerless.Azure.Tests.Storage;

/// <summary>Fails one request, either before it is sent or after it was carried out (its answer is lost).</summary>
internal sealed class FailingRequests(int failAt, bool afterwards) : HttpPipelinePolicy
{
    private int _count;

    /// <summary>Whether requests count that make tables or read accounts: there is one of each for every bucket, and no two differ.</summary>
    public bool OfBuckets { get; init; } = true;

    public bool HasFailed => _count >= failAt;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("All requests are asynchronous.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var fails = Counts(message.Request) && Interlocked.Increment(ref _count) == failAt;
        if (!fails || afterwards)
        {
            await ProcessNextAsync(message, pipeline);
        }

        if (fails)
        {
            throw new RequestFailedException(0, "The connection was cut by the test.");
        }
    }

    private bool Counts(Request request) =>
        OfBuckets || !(request.Uri.Path.EndsWith("/Tables", StringComparison.Ordinal) || request.Uri.Path.Contains("AccountActivity", StringComparison.Ordinal));
}
