using AbuseServerless.Allowances;
using AbuseServerless.Azure.Allowances;
using AbuseServerless.Portal;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace AbuseServerless.Functions;

/// <summary>Lets subscribers switch in a provider's portal from which countries their account may be used.</summary>
public sealed class AccountAllowance(PortalAccess access, AllowanceTable allowances, TimeProvider time)
{
    private const string NoReason = "Set in the portal.";
    private const string NoReasonToRemove = "Removed in the portal.";

    /// <summary>
    /// <c>GET</c>, <c>PUT</c> (with a body, <see cref="AllowanceRequest"/>) and <c>DELETE /api/accounts/{account}/allowance</c>, with the key of a portal: 200 says what was done and what counts now, also of an account that is not
    /// known; 400 names the field. The same call twice is one change.
    /// </summary>
    [Function(nameof(AccountAllowance))]
    public Task<IActionResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "put", "delete", Route = "accounts/{account}/allowance")] HttpRequest request, string account, CancellationToken cancellationToken) =>
        PortalRequest.AnswerAsync(access, request, account, asked => AnswerAsync(request.Method, asked, cancellationToken), cancellationToken);

    private async Task<IActionResult> AnswerAsync(string method, PortalRequest asked, CancellationToken cancellationToken)
    {
        // A subscriber's switch is for one account; domains are the operators'.
        if (!AllowanceSubject.TryParse(asked.Account.Value, out var subject) || !subject.IsAccount)
        {
            return new BadRequestObjectResult(new RequestFault("account", "The account must be a login name, and not a domain or a wildcard."));
        }

        if (HttpMethods.IsPut(method))
        {
            return await SetAsync(asked, subject, cancellationToken);
        }

        if (HttpMethods.IsDelete(method))
        {
            var removed = await allowances.RemoveAsync(subject, Now(), asked.Portal, NoReasonToRemove, cancellationToken);
            return await ToldAsync(asked, removed is null ? "none" : "removed", cancellationToken);
        }

        return await ToldAsync(asked, "read", cancellationToken);
    }

    private async Task<IActionResult> SetAsync(PortalRequest asked, AllowanceSubject subject, CancellationToken cancellationToken)
    {
        if (!AllowanceRequest.TryRead(asked.Body, out var told, out var fault))
        {
            return new BadRequestObjectResult(fault);
        }

        var (set, changed) = await allowances.SetAsync(
            new Allowance(subject, told.Countries) { By = asked.Portal, Reason = told.Reason ?? NoReason, Since = Now() }, cancellationToken);
        return new JsonResult(AllowanceAnswer.Of(asked.Account, changed ? "set" : "unchanged", set));
    }

    private async Task<IActionResult> ToldAsync(PortalRequest asked, string result, CancellationToken cancellationToken) =>
        new JsonResult(AllowanceAnswer.Of(asked.Account, result, await allowances.FindCountingAsync(asked.Account, cancellationToken)));

    private DateTimeOffset Now() => time.GetUtcNow().ToWholeMilliseconds();
}
