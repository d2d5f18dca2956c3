using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Portal;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace AbuseServerless.Functions;

/// <summary>What all requests of portals share: first the key, then as much of a body as anybody honest sends, then the account.</summary>
/// <param name="Portal">The portal, as the audit log names it.</param>
/// <param name="Account">The account in the path.</param>
/// <param name="Body">The body; empty where there is none.</param>
internal sealed record PortalRequest(string Portal, AccountName Account, ReadOnlyMemory<byte> Body)
{
    private const int MaximumBodyLength = 16_384;

    /// <summary>Answers a request.</summary>
    /// <returns>401 without a key, 413 for a body that is too large, 400 for what is no account, 503 where storage is away, and what is answered otherwise.</returns>
    public static async Task<IActionResult> AnswerAsync(PortalAccess access, HttpRequest request, string account, Func<PortalRequest, Task<IActionResult>> answer, CancellationToken cancellationToken)
    {
        if (access.Admit(request.Headers[AccessKeys.Header], request.Headers.Authorization) is not { } portal)
        {
            return new StatusCodeResult(StatusCodes.Status401Unauthorized);
        }

        if (await RequestBody.ReadAsync(request, MaximumBodyLength, cancellationToken) is not { } body)
        {
            return new StatusCodeResult(StatusCodes.Status413PayloadTooLarge);
        }

        // A slash within a path's part is left as it was written, and then nobody can tell what was meant.
        if (!AccountName.TryParse(account, out var name) || account.Contains("%2F", StringComparison.OrdinalIgnoreCase))
        {
            return new BadRequestObjectResult(new RequestFault("account", $"The account must be a login name of 1 to {AccountName.MaximumLength} characters without a slash."));
        }

        try
        {
            return await answer(new PortalRequest(portal, name, body));
        }
        catch (StorageException e) when (e.Fault == StorageFault.Unavailable)
        {
            // Whatever was done, to call again is right.
            return new StatusCodeResult(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
