using System.Buffers;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Gate.Telemetry;
using Microsoft.Extensions.Primitives;

namespace AbuseServerless.Gate.Dovecot;

/// <summary>Dovecot's auth-policy protocol: <c>POST</c> with <c>?command=allow</c> or <c>report</c>, at any path.</summary>
internal sealed class PolicyEndpoint(PolicyServer server, PolicyKeys keys, GateMetrics metrics)
{
    /// <summary>Answers a request, or says that it is none of this protocol.</summary>
    public Task? Handle(HttpContext context)
    {
        var request = context.Request;
        return PolicyCommands.InQuery(request.QueryString.Value) is { } command && HttpMethods.IsPost(request.Method) ? AnswerAsync(context, command) : null;
    }

    /// <summary>Whether a request may be answered: always where no key is configured, which is allowed on loopback only.</summary>
    public bool Admits(HttpContext context)
    {
        if (!keys.Any || keys.Admit(Text(context.Request.Headers[PolicyKeys.Header]), Text(context.Request.Headers.Authorization)))
        {
            return true;
        }

        metrics.CountUnauthorized();
        Answer.Write(context.Response, StatusCodes.Status401Unauthorized);
        return false;
    }

    private async Task AnswerAsync(HttpContext context, PolicyCommand command)
    {
        if (!Admits(context))
        {
            return;
        }

        var reader = context.Request.BodyReader;
        if (await RequestBody.ReadAsync(reader, context.RequestAborted).ConfigureAwait(false) is not { } body)
        {
            Answer.Write(context.Response, StatusCodes.Status413PayloadTooLarge);
            return;
        }

        var readable = server.TryAnswer(command, body.IsSingleSegment ? body.FirstSpan : body.ToArray(), out var answer, out var added);
        reader.AdvanceTo(body.End);
        if (!readable)
        {
            Answer.Write(context.Response, StatusCodes.Status400BadRequest);
        }
        else if (added is not null && !await added.ConfigureAwait(false))
        {
            Answer.Write(context.Response, StatusCodes.Status503ServiceUnavailable);
        }
        else
        {
            Answer.Write(context.Response, answer);
        }
    }

    private static string? Text(StringValues header) => header.Count == 1 ? header[0] : null;
}
