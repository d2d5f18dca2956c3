using System.Text;
using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Gate.Telemetry;
using AbuseServerless.Ingestion;
using AbuseServerless.Ingestion.Logs;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Postfix;

/// <summary>What Postfix is answered: REJECT for a suspended login, DUNNO (go on with the next restriction) for everything else.</summary>
internal sealed class PostfixAnswers(PolicyServer server, IAuthEventSink sink, TimeProvider time, GateMetrics metrics, IOptions<GateOptions> options)
{
    private static readonly byte[] Dunno = "action=DUNNO\n\n"u8.ToArray();

    private readonly byte[] _reject = Encoding.UTF8.GetBytes($"action=REJECT {options.Value.PostfixMessage ?? server.Answers.Message}\n\n");

    /// <summary>The answer to a request, with its empty line.</summary>
    public ReadOnlySpan<byte> To(in PostfixRequest request)
    {
        if (request.IsMalformed)
        {
            metrics.CountPostfix("malformed");
            return Dunno;
        }

        // A session without a login, or with one that no account can have, is nobody's.
        var isAccount = AccountName.TryParse(request.SaslUsername, out var account);
        var reject = isAccount && server.Allow(account, smtp: true) == AllowOutcome.Refused;
        metrics.CountPostfix(reject ? "reject" : "dunno");
        if (isAccount && !reject && request.Message is { } message && ClientAddress.Parse(message.ClientAddress) is { } address)
        {
            // The AUTH of a message, with its recipients.
            sink.TryAdd(new AuthLine(new AuthEvent(time.GetUtcNow(), account, address, true, message.Recipients), "smtp", null, message.QueueId.Length > 0 ? message.QueueId : null));
        }

        return reject ? _reject : Dunno;
    }
}
