using System.Buffers;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Ingestion.Logs.Dovecot;

namespace AbuseServerless.Gate.Dovecot;

/// <summary>Dovecot's event_exporter with the transport http-post: one event a request, with its own time.</summary>
internal sealed class DovecotEventsEndpoint(PolicyServer server, PolicyEndpoint policy, TimeProvider time)
{
    /// <summary>Path at which it listens.</summary>
    public const string Path = "/dovecot-events";

    private readonly DovecotLogReader _events = new(time);

    /// <summary>Takes an event.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        if (!policy.Admits(context))
        {
            return;
        }

        var reader = context.Request.BodyReader;
        if (await RequestBody.ReadAsync(reader, context.RequestAborted).ConfigureAwait(false) is not { } body)
        {
            Answer.Write(context.Response, StatusCodes.Status413PayloadTooLarge);
            return;
        }

        var said = _events.ReadBody(body.IsSingleSegment ? body.FirstSpan : body.ToArray());
        reader.AdvanceTo(body.End);
        var outcome = server.Take(said, out var added);
        Answer.Write(context.Response, added is not null && !await added.ConfigureAwait(false) ? StatusCodes.Status503ServiceUnavailable : StatusOf(outcome));
    }

    private static int StatusOf(ReportOutcome outcome) => outcome switch
    {
        ReportOutcome.Malformed => StatusCodes.Status400BadRequest,
        ReportOutcome.Dropped => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status200OK,
    };
}
