using AbuseServerless.AuthPolicy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AbuseServerless.Functions;

/// <summary>Answers mail servers that speak Dovecot's auth-policy protocol.</summary>
public sealed class AuthPolicy(PolicyServer server, MailServerDoor door)
{
    /// <summary>
    /// <c>POST /api/policy?command=allow</c> or <c>report</c>, with a key of our own: 400 for another command or a body that is no JSON object. The host's keys are not for this: Dovecot appends its command
    /// to whatever query there is.
    /// </summary>
    [Function(nameof(AuthPolicy))]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "policy")] HttpRequest request, CancellationToken cancellationToken) =>
        door.EnterAsync(
            request,
            body => PolicyCommands.InQuery(request.QueryString.Value) is { } command && server.TryAnswer(command, body.Span, out var answer)
                ? new BytesResult(answer, PolicyAnswers.ContentType)
                : new StatusCodeResult(StatusCodes.Status400BadRequest),
            cancellationToken);
}
