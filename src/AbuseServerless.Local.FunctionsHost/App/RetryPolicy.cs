using AbuseServerless.Local.FunctionsHost.Rpc;

namespace AbuseServerless.Local.FunctionsHost.App;

/// <summary>When a failed invocation is tried again.</summary>
/// <param name="MaximumRetries">Retries after the first attempt; -1 without end.</param>
/// <param name="First">Pause before the first retry.</param>
/// <param name="Maximum">Longest pause. The pause doubles up to it; equal to <paramref name="First"/> for a fixed delay.</param>
internal sealed record RetryPolicy(int MaximumRetries, TimeSpan First, TimeSpan Maximum)
{
    /// <summary>Whether a batch that failed this often is offered again.</summary>
    public bool Allows(int failures) => MaximumRetries < 0 || failures <= MaximumRetries;

    /// <summary>The pause after so many failures (from 1). Azure adds some chance to it; here it is exact.</summary>
    public TimeSpan Delay(int failures)
    {
        var factor = Math.Pow(2, Math.Min(failures - 1, 30));
        return First * factor < Maximum ? First * factor : Maximum;
    }

    /// <summary>The policy of a function, or null where it has none.</summary>
    public static RetryPolicy? From(RpcRetryOptions? options) => options switch
    {
        null => null,
        { RetryStrategy: RpcRetryOptions.Types.RetryStrategy.FixedDelay } => new RetryPolicy(options.MaxRetryCount, Span(options.DelayInterval), Span(options.DelayInterval)),
        _ => new RetryPolicy(options.MaxRetryCount, Span(options.MinimumInterval), Span(options.MaximumInterval)),
    };

    private static TimeSpan Span(Google.Protobuf.WellKnownTypes.Duration? duration) => duration?.ToTimeSpan() ?? TimeSpan.Zero;
}
