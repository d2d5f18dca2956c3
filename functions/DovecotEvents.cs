using AbuseServerless.AuthPolicy;
using AbuseServerless.Ingestion.Logs.Dovecot;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AbuseServerless.Functions;

/// <summary>Takes what Dovecot's event exporter posts: <c>auth_request_finished</c>, with its own time. Other events are ignored.</summary>
public sealed class DovecotEvents(PolicyServer server, MailServerAccess access, TimeProvider time)
{
    private readonly DovecotLogReader _events = new(time);

    /// <summary><c>POST /api/dovecot-events</c>, one event a request, with the key of the policy server: 400 for what cannot be read.</summary>
    [Function(nameof(DovecotEvents))]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "dovecot-events")] HttpRequest request, CancellationToken cancellationToken) =>
        access.EnterAsync(
            request,
            body => server.Take(_events.ReadBody(body.Span), out _) == ReportOutcome.Malformed
                ? new StatusCodeResult(StatusCodes.Status400BadRequest)
                : new OkResult(),
            cancellationToken);
}
