using AbuseServerless.Accounts;
using AbuseServerless.Allowances;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AbuseServerless.AuthPolicy;

/// <summary>
/// Answers mail servers, whatever carries their questions: may this account log in, and what became of its logins. From memory alone: nothing here waits for storage or for the hub.
/// </summary>
public sealed partial class PolicyServer(
    SuspensionSnapshot snapshot,
    RefusedAttempts attempts,
    IAuthEventSink sink,
    AuthPolicyMetrics metrics,
    IOptions<AuthPolicyOptions> options,
    EnforcementSwitch enforcement,
    TimeProvider time,
    ILogger<PolicyServer> logger,
    AllowanceGuard? allowances = null,
    AccountAliases? aliases = null)
{
    private readonly AuthPolicyOptions _options = options.Value;
    private int _saidFailsOpen;
    private int _saidNotTold;

    /// <summary>The bodies that are answered, and the text in them.</summary>
    public PolicyAnswers Answers { get; } = new(options.Value);

    /// <summary>Answers the body of a request of the auth-policy protocol.</summary>
    /// <param name="command">What is asked.</param>
    /// <param name="body">UTF-8.</param>
    /// <param name="answer">The body to answer.</param>
    /// <param name="added">Whether the sink has the login that was reported, once that is known; null where there is none.</param>
    /// <returns>False where the body cannot be read: there is no answer.</returns>
    public bool TryAnswer(PolicyCommand command, ReadOnlySpan<byte> body, out ReadOnlyMemory<byte> answer, out Task<bool>? added)
    {
        answer = default;
        added = null;
        var read = AuthPolicyRequest.TryParse(body, out var request);
        if (command == PolicyCommand.Report)
        {
            answer = PolicyAnswers.Reported;
            return (read ? Report(request, out added) : Counted(ReportOutcome.Malformed)) != ReportOutcome.Malformed;
        }

        if (read)
        {
            answer = Allow(request.Account, request.IsSmtp, request.Remote) switch
            {
                AllowOutcome.Refused => Answers.Refused,
                AllowOutcome.Abroad => Answers.Abroad,
                _ => PolicyAnswers.Allowed,
            };
        }

        return read;
    }

    /// <summary>Whether an account may log in now. Asking counts as no login, however often.</summary>
    /// <param name="login">The login: of an alias, its account is asked about; <c>default</c> for one that is none, where nothing is suspended.</param>
    /// <param name="smtp">Whether it is for sending mail.</param>
    /// <param name="address">The client's address as the mail server writes it; null or empty where it does not say.</param>
    public AllowOutcome Allow(AccountName login, bool smtp, string? address = null)
    {
        var isSuspended = IsSuspended(login, out var account);
        var outcome =
            account == default || (_options.SmtpOnly && !smtp) ? AllowOutcome.Allowed
            : isSuspended ? enforcement.IsOn ? AllowOutcome.Refused : AllowOutcome.Observed
            : allowances?.Judge(account, address) switch
            {
                AllowanceOutcome.Abroad => AllowOutcome.Abroad,
                AllowanceOutcome.Observed => AllowOutcome.Observed,
                _ => snapshot.IsLoaded ? AllowOutcome.Allowed : AllowOutcome.FailedOpen,
            };
        switch (outcome)
        {
            case AllowOutcome.Refused:
                attempts.Note(account, time.GetUtcNow());
                break;
            case AllowOutcome.FailedOpen when Interlocked.Exchange(ref _saidFailsOpen, 1) == 0:
                Log.FailsOpen(logger);
                break;
        }

        metrics.Count(outcome);
        return outcome;
    }

    /// <summary>Takes a report. It has the time of its receipt, because the protocol sends none.</summary>
    /// <inheritdoc cref="Take"/>
    public ReportOutcome Report(in AuthPolicyRequest request, out Task<bool>? added)
    {
        added = null;
        if (request.PolicyReject)
        {
            if (!IsSuspended(request.Account, out var account))
            {
                return Counted(ReportOutcome.Ignored);
            }

            attempts.Note(account, time.GetUtcNow());
            return Counted(ReportOutcome.RefusedAttempt);
        }

        if (string.IsNullOrEmpty(request.Protocol))
        {
            return NotTold();
        }

        if (!request.IsSmtp)
        {
            return Counted(ReportOutcome.Ignored);
        }

        return request.Success is { } success
            ? Take(new AuthLineParts(request.Login, request.Remote, success) { Protocol = request.Protocol, Session = request.Session }.At(time.GetUtcNow()), out added)
            : Counted(ReportOutcome.Malformed);
    }

    /// <summary>Takes what a mail server's event exporter or log says of a login.</summary>
    /// <param name="line">What it says.</param>
    /// <param name="added">Whether the sink has the login, once that is known; null where it was given none.</param>
    public ReportOutcome Take(LogLine line, out Task<bool>? added)
    {
        added = null;
        return line switch
        {
            UncountedLine => NotTold(),
            MalformedLine => Counted(ReportOutcome.Malformed),
            AuthLine login when login.Event.Success || _options.PublishFailures => Counted((added = sink.TryAdd(login)) is null ? ReportOutcome.Dropped : ReportOutcome.Taken),
            _ => Counted(ReportOutcome.Ignored),
        };
    }

    // Somebody may have suspended an alias by its own name.
    private bool IsSuspended(AccountName login, out AccountName account)
    {
        account = aliases?.Of(login) ?? login;
        if (account == login || snapshot.IsSuspended(account) || !snapshot.IsSuspended(login))
        {
            return snapshot.IsSuspended(account);
        }

        account = login;
        return true;
    }

    private ReportOutcome NotTold()
    {
        if (Interlocked.Exchange(ref _saidNotTold, 1) == 0)
        {
            Log.ProtocolNotTold(logger);
        }

        return Counted(ReportOutcome.ProtocolNotTold);
    }

    private ReportOutcome Counted(ReportOutcome outcome)
    {
        metrics.Count(outcome);
        return outcome;
    }

    private static partial class Log
    {
        [LoggerMessage(1313, LogLevel.Warning, "All logins are allowed: the suspensions have not been read yet.")]
        public static partial void FailsOpen(ILogger logger);

        [LoggerMessage(1315, LogLevel.Warning, "Logins are reported without a protocol and do not count, because they may be IMAP logins. Configure the mail server to send the protocol.")]
        public static partial void ProtocolNotTold(ILogger logger);
    }
}
