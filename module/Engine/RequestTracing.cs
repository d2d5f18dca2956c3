using System.Globalization;
using System.Text.RegularExpressions;
using AbuseServerless.PowerShell.Boundary;
using Azure.Core;
using Azure.Core.Pipeline;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Tells of each request to Table Storage, in one line and without a signature.</summary>
internal sealed partial class RequestTracing : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var begun = TimeProvider.System.GetTimestamp();
        try
        {
            ProcessNext(message, pipeline);
        }
        finally
        {
            Note(message, begun);
        }
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var begun = TimeProvider.System.GetTimestamp();
        try
        {
            await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
        }
        finally
        {
            Note(message, begun);
        }
    }

    private static void Note(HttpMessage message, long begun)
    {
        if (RequestTrace.IsEnabled)
        {
            var address = Signature().Replace(Uri.UnescapeDataString(message.Request.Uri.ToString()), "$1=…");
            var answer = message.HasResponse ? message.Response.Status.ToString(CultureInfo.InvariantCulture) : "no answer";
            RequestTrace.Write(string.Create(
                CultureInfo.InvariantCulture,
                $"{message.Request.Method} {address} → {answer} ({TimeProvider.System.GetElapsedTime(begun).TotalMilliseconds:0} ms)"));
        }
    }

    // Of a shared access signature nothing is shown but what it is valid for.
    [GeneratedRegex("(?<=[?&])(sig)=[^&]*", RegexOptions.IgnoreCase)]
    private static partial Regex Signature();
}
