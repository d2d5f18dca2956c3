using Azure.Core;
using Azure.Core.Pipeline;

namespace AbuseServerless.Azure.Tests.Interleavings;

/// <summary>Hands requests to an actor from when there is one.</summary>
internal sealed class Passing(Func<Actor?> actor) : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        actor() is { } waiting ? waiting.ProcessAsync(message, pipeline) : ProcessNextAsync(message, pipeline);
}
