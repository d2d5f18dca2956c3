using Azure.Core;
using Azure.Core.Pipeline;

namespace AbuseServerless.Azure.Tests.Interleavings;

/// <summary>Does something before a transaction of so many is sent.</summary>
internal sealed class Meanwhile(int before, Func<Task> does) : HttpPipelinePolicy
{
    private int _transactions;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException();

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (message.Request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal) && ++_transactions == before)
        {
            await does();
        }

        await ProcessNextAsync(message, pipeline);
    }
}
