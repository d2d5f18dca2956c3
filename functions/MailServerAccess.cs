using AbuseServerless.AuthPolicy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Functions;

/// <summary>Lets mail servers in: first the key, then as much of a body as anybody honest sends.</summary>
public sealed partial class MailServerAccess
{
    private readonly PolicyKeys _keys;

    /// <summary>Says in the log where there is no key.</summary>
    public MailServerAccess(PolicyKeys keys, ILogger<MailServerAccess> logger)
    {
        _keys = keys;
        if (!keys.Any)
        {
            Log.Closed(logger);
        }
    }

    /// <summary>Reads the body of a request that carries a key.</summary>
    /// <param name="request">The request.</param>
    /// <param name="answer">What to answer with the body.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer: 401 without a key, and 413 for a body that is too large, with nothing else.</returns>
    public async Task<IActionResult> EnterAsync(HttpRequest request, Func<ReadOnlyMemory<byte>, IActionResult> answer, CancellationToken cancellationToken)
    {
        if (!_keys.Admit(request.Headers[PolicyKeys.Header], request.Headers.Authorization))
        {
            return new StatusCodeResult(StatusCodes.Status401Unauthorized);
        }

        return await RequestBody.ReadAsync(request, AuthPolicyRequest.MaximumBodyLength, cancellationToken) is { } body ? answer(body) : new StatusCodeResult(StatusCodes.Status413PayloadTooLarge);
    }

    private static partial class Log
    {
        [LoggerMessage(1340, LogLevel.Warning, "AuthPolicy:Key is not set: requests from mail servers are answered with 401.")]
        public static partial void Closed(ILogger logger);
    }
}
