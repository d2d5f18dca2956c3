using System.Collections.Concurrent;
using System.Text;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Quotas;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Quotas;

/// <summary>What Postfix is answered beyond a limit, made once for each action.</summary>
internal sealed class QuotaAnswers(IOptions<QuotaOptions> options, IOptions<AuthPolicyOptions> policy)
{
    /// <summary>The text where none is configured.</summary>
    public const string English = "This account has reached its sending limit. Try again later, or contact support.";

    /// <summary>The same in Japanese.</summary>
    public const string Japanese = "このアカウントの送信数が上限に達しました。しばらくしてからやり直すか、サポートへご連絡ください。";

    private readonly ConcurrentDictionary<QuotaAnswer, byte[]> _made = new();

    private readonly string _text = options.Value.Message is { Length: > 0 } message ? message : policy.Value.Language == PolicyLanguage.Ja ? Japanese : English;

    /// <summary>The answer, with its empty line.</summary>
    public ReadOnlyMemory<byte> Of(QuotaAnswer answer) =>
        _made.GetOrAdd(answer, made => Encoding.UTF8.GetBytes($"action={made.Action}{(made.TakesText ? $" {made.Status}{_text}" : "")}\n\n"));
}
