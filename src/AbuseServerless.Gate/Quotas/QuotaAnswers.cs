using System.Collections.Concurrent;
using System.Text;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Quotas;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Quotas;

/// <summary>What Postfix is answered beyond a limit, made once for each action.</summary>
internal sealed class QuotaAnswers(IOptions<QuotaOptions> options, IOptions<AuthPolicyOptions> policy)
{
    private readonly ConcurrentDictionary<QuotaAnswer, byte[]> _made = new();

    /// <summary>The answer, with its empty line.</summary>
    public ReadOnlyMemory<byte> Of(QuotaAnswer answer) =>
        _made.GetOrAdd(answer, made => Encoding.UTF8.GetBytes($"action={made.Action}{(made.TakesText ? $" {made.Status}{Text(made)}" : "")}\n\n"));

    // A client that is refused for good does not try again, and one whose message is held is told nothing: that text is for the log.
    private string Text(QuotaAnswer answer) => (options.Value.Message, policy.Value.Language, answer.Status.FirstOrDefault()) switch
    {
        ({ Length: > 0 } message, _, _) => message,
        (_, PolicyLanguage.Ja, '4') => "このアカウントの送信数が上限に達しました。しばらくしてからやり直すか、サポートへご連絡ください。",
        (_, PolicyLanguage.Ja, '5') => "このアカウントの送信数が上限に達したため、このメールは送信されません。サポートへご連絡ください。",
        (_, PolicyLanguage.Ja, _) => "このアカウントの送信数が上限に達しました。",
        (_, _, '4') => "This account has reached its sending limit. Try again later, or contact support.",
        (_, _, '5') => "This account has reached its sending limit, so this message is not sent. Contact support.",
        _ => "This account has reached its sending limit.",
    };
}
