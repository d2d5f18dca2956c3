using AbuseServerless.AuthPolicy;
using Microsoft.Extensions.Primitives;

namespace AbuseServerless.Gate.Dovecot;

/// <summary>Writes answers that were formatted before.</summary>
internal static class Answer
{
    private static readonly StringValues Json = PolicyAnswers.ContentType;

    /// <summary>Answers 200 with a body of JSON. Nothing is sent yet: the server sends it when the request is done.</summary>
    public static void Write(HttpResponse response, ReadOnlyMemory<byte> body)
    {
        response.Headers.ContentType = Json;
        response.ContentLength = body.Length;
        var target = response.BodyWriter.GetSpan(body.Length);
        body.Span.CopyTo(target);
        response.BodyWriter.Advance(body.Length);
    }

    /// <summary>Answers a status and nothing else.</summary>
    public static void Write(HttpResponse response, int status)
    {
        response.StatusCode = status;
        response.ContentLength = 0;
    }
}
