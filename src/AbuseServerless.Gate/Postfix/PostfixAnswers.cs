using System.Text;
using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Gate.Telemetry;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Postfix;

/// <summary>What Postfix is answered: REJECT for a suspended login, DUNNO (go on with the next restriction) for everything else.</summary>
internal sealed class PostfixAnswers(PolicyServer server, GateMetrics metrics, IOptions<GateOptions> options)
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
        var reject = AccountName.TryParse(request.SaslUsername, out var account) && server.Allow(account, smtp: true) == AllowOutcome.Refused;
        metrics.CountPostfix(reject ? "reject" : "dunno");
        return reject ? _reject : Dunno;
    }
}
