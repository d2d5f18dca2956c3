using AbuseServerless.AuthPolicy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AbuseServerless.Functions;

/// <summary>Answers mail servers that speak Dovecot's auth-policy protocol.</summary>
public sealed class AuthPolicy(PolicyServer server, MailServerAccess access, AuthPolicyMetrics metrics, TimeProvider time)
{
    /// <summary>
    /// <c>POST /api/policy?command=allow</c> or <c>report</c>, with a key of our own: 400 for another command or a body that is no JSON object. The host's keys are not for this: Dovecot appends its command
    /// to whatever query there is.
    /// </summary>
    [Function(nameof(AuthPolicy))]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "policy")] HttpRequest request, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var command = PolicyCommands.InQuery(request.QueryString.Value);
        var result = await access.EnterAsync(
            request,
            body => command is { } known && server.TryAnswer(known, body.Span, out var answer, out _)
                ? new BytesResult(answer, PolicyAnswers.ContentType)
                : new StatusCodeResult(StatusCodes.Status400BadRequest),
            cancellationToken);
        if (command == PolicyCommand.Allow && result is BytesResult)
        {
            metrics.Allowed(time.GetElapsedTime(began));
        }

        return result;
    }
}
