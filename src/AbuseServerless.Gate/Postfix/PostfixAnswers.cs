using System.Text;
using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Gate.Quotas;
using AbuseServerless.Gate.Telemetry;
using AbuseServerless.Ingestion;
using AbuseServerless.Ingestion.Logs;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Postfix;

/// <summary>What Postfix is answered: REJECT for a login that is suspended or may not be used from its country, what the plan says beyond its limits, and DUNNO (go on with the next restriction) for everything else.</summary>
internal sealed class PostfixAnswers(PolicyServer server, QuotaKeeper quotas, QuotaAnswers quotaAnswers, IAuthEventSink sink, TimeProvider time, GateMetrics metrics, IOptions<GateOptions> options)
{
    private static readonly byte[] Dunno = "action=DUNNO\n\n"u8.ToArray();

    private readonly byte[] _reject = Encoding.UTF8.GetBytes($"action=REJECT {options.Value.PostfixMessage ?? server.Answers.Message}\n\n");
    private readonly byte[] _abroad = Encoding.UTF8.GetBytes($"action=REJECT {server.Answers.AbroadMessage}\n\n");

    /// <summary>The answer to a request, with its empty line. It waits for storage only where an account with a plan sends much, and then for a bounded time.</summary>
    /// <returns>The answer, and whether the sink has the login that it was told, once that is known; null where it was told none.</returns>
    public async ValueTask<(ReadOnlyMemory<byte> Answer, Task<bool>? Added)> ToAsync(PostfixRequest request)
    {
        if (request.IsMalformed)
        {
            metrics.CountPostfix("malformed");
            return (Dunno, null);
        }

        // A session without a login, or with one that no account can have, is nobody's.
        var isAccount = AccountName.TryParse(request.SaslUsername, out var account);
        if (isAccount && server.Allow(account, smtp: true, request.ClientAddress) is var allowed and (AllowOutcome.Refused or AllowOutcome.Abroad))
        {
            var isAbroad = allowed == AllowOutcome.Abroad;
            metrics.CountPostfix(isAbroad ? "abroad" : "reject");
            return (isAbroad ? _abroad : _reject, null);
        }

        if (isAccount && request.Quota is { } quota && await quotas.JudgeAsync(account, quota, request.ClientAddress).ConfigureAwait(false) is { } answer)
        {
            metrics.CountPostfix("quota");
            return (quotaAnswers.Of(answer), Publish(request, account, answer.IsTaken));
        }

        metrics.CountPostfix("dunno");
        return (Dunno, Publish(request, account, isAccount));
    }

    // The AUTH of a message that is taken, with its recipients.
    private Task<bool>? Publish(in PostfixRequest request, AccountName account, bool isTaken) =>
        isTaken && request.Message is { } message && ClientAddress.Parse(message.ClientAddress) is { } address
            ? sink.TryAdd(new AuthLine(new AuthEvent(time.GetUtcNow(), account, address, true, message.Recipients), "smtp", null, message.QueueId.Length > 0 ? message.QueueId : null))
            : null;
}
