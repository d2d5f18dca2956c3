using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Portal;
using AbuseServerless.Suspensions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Functions;

/// <summary>Hears from a provider's portal that a subscriber has changed the password.</summary>
public sealed class AccountRecovered(PortalAccess access, SuspensionTable suspensions, ActivityTable activity, IOptions<EnforcementOptions> options, TimeProvider time)
{
    /// <summary>
    /// <c>POST /api/accounts/{account}/recovered</c>, with the key of a portal and perhaps a body (<see cref="RecoveryRequest"/>): 200 says what was done, also of an account that is not known; 400 names the field. The
    /// same call twice is one recovery.
    /// </summary>
    [Function(nameof(AccountRecovered))]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "accounts/{account}/recovered")] HttpRequest request, string account, CancellationToken cancellationToken) =>
        PortalRequest.AnswerAsync(access, request, account, asked => RecoverAsync(asked, cancellationToken), cancellationToken);

    private async Task<IActionResult> RecoverAsync(PortalRequest asked, CancellationToken cancellationToken)
    {
        if (!RecoveryRequest.TryRead(asked.Body, time.GetUtcNow(), out var told, out var fault))
        {
            return new BadRequestObjectResult(fault);
        }

        var isSeen = await activity.FindAsync(asked.Account, cancellationToken) is not null;
        var recovery = new Recovery(told.Time, options.Value.RecoveryWatch, Judgement.None, asked.Portal, told.Reason);
        return new JsonResult(RecoveryAnswer.Of(asked.Account, await suspensions.RecoverAsync(asked.Account, recovery, cancellationToken), isSeen));
    }
}
