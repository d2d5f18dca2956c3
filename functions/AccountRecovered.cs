using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Storage;
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
    private const int LongestBody = 16_384;

    /// <summary>
    /// <c>POST /api/accounts/{account}/recovered</c>, with the key of a portal and perhaps a body (<see cref="RecoveryRequest"/>): 200 says what was done, also of an account that is not known; 400 names the field. The
    /// same call twice is one recovery.
    /// </summary>
    [Function(nameof(AccountRecovered))]
    public async Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "accounts/{account}/recovered")] HttpRequest request, string account, CancellationToken cancellationToken)
    {
        if (access.Admit(request.Headers[AccessKeys.Header], request.Headers.Authorization) is not { } portal)
        {
            return new StatusCodeResult(StatusCodes.Status401Unauthorized);
        }

        if (await RequestBody.ReadAsync(request, LongestBody, cancellationToken) is not { } body)
        {
            return new StatusCodeResult(StatusCodes.Status413PayloadTooLarge);
        }

        // A slash within a path's part is left as it was written, and then nobody can tell what was meant.
        if (!AccountName.TryParse(account, out var name) || account.Contains("%2F", StringComparison.OrdinalIgnoreCase))
        {
            return new BadRequestObjectResult(new RequestFault("account", $"The account must be a login name of 1 to {AccountName.MaximumLength} characters without a slash."));
        }

        if (!RecoveryRequest.TryRead(body, time.GetUtcNow(), out var told, out var fault))
        {
            return new BadRequestObjectResult(fault);
        }

        try
        {
            var isSeen = await activity.FindAsync(name, cancellationToken) is not null;
            var recovery = new Recovery(told.Time, options.Value.RecoveryWatch, Judgement.None, portal, told.Reason);
            return new JsonResult(RecoveryAnswer.Of(name, await suspensions.RecoverAsync(name, recovery, cancellationToken), isSeen));
        }
        catch (StorageException e) when (e.Fault == StorageFault.Unavailable)
        {
            // Whatever was done, to call again is right.
            return new StatusCodeResult(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
