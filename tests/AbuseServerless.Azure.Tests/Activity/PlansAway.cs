using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace AbuseServerless.Azure.Tests.Activity;

/// <summary>Answers no request about plans while they are away.</summary>
internal sealed class PlansAway : HttpPipelinePolicy
{
    public bool AreAway { get; set; } = true;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("All requests are asynchronous.");

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        AreAway && message.Request.Uri.Path.Contains("Plans", StringComparison.Ordinal) ? throw new RequestFailedException(503, "The test has taken the plans away.") : ProcessNextAsync(message, pipeline);
}
