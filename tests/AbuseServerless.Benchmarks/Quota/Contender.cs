namespace AbuseServerless.Benchmarks.Quota;

/// <summary>Whom Postfix can ask how much an account may send.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Package">Debian's package; null for what is built here.</param>
/// <param name="StartAsync">Starts it, with a limit of messages an hour for every login.</param>
internal sealed record Contender(string Name, string? Package, Func<int, CancellationToken, Task<RunningContender>> StartAsync)
{
    public static IReadOnlyList<Contender> All { get; } =
    [
        new("AbuseServerless gate", null, OurGate.StartAsync),
        new("policyd-rate-limit", "policyd-rate-limit", Rivals.StartPolicydRateLimitAsync),
        new("postfwd (postfwd1)", "postfwd", Rivals.StartPostfwdAsync),
        new("rspamd ratelimit, Redis", "rspamd", Rivals.StartRspamdAsync),
    ];
}

/// <summary>One that runs.</summary>
/// <param name="PolicyPort">Where it speaks Postfix's policy protocol; null where it does not.</param>
/// <param name="PostfixSettings">How Postfix is told to ask it.</param>
/// <param name="Parts">What to end, in this order.</param>
internal sealed record RunningContender(int? PolicyPort, string PostfixSettings, params IAsyncDisposable[] Parts) : IAsyncDisposable
{
    /// <summary>Postfix asks once about each message, at its recipient.</summary>
    public static string AskedAtRecipient(int port) => $"smtpd_recipient_restrictions = check_policy_service inet:127.0.0.1:{port}, permit_mynetworks, reject";

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Parts)
        {
            await part.DisposeAsync();
        }
    }
}
