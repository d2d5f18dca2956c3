using AbuseServerless.Accounts;

namespace AbuseServerless.Ingestion.Logs;

/// <summary>What a line said, as text, and the rules by which every log becomes an event.</summary>
internal readonly record struct AuthLineParts(string? Login, string? Address, bool Success)
{
    public string? Protocol { get; init; }

    public string? Server { get; init; }

    public string? Session { get; init; }

    /// <summary>Recipients of the message; 0 where the line does not say.</summary>
    public int Recipients { get; init; }

    /// <summary>The event; nothing where a failed request gave no name, because no account is concerned.</summary>
    public LogLine At(DateTimeOffset time)
    {
        if (string.IsNullOrWhiteSpace(Login))
        {
            return Success ? new MalformedLine("A successful request without a login name.") : IgnoredLine.Instance;
        }

        // journalctl and others cut long lines so: another account, or none, has this name.
        if (Login.EndsWith('…') || Login.EndsWith("...", StringComparison.Ordinal))
        {
            return new MalformedLine("The line was cut within the login name.");
        }

        if (!AccountName.TryParse(Login, out var account))
        {
            return new MalformedLine($"The login name is not text of 1 to {AccountName.MaximumLength} characters of valid Unicode.");
        }

        if (Address is null || ClientAddress.Parse(Address) is not { } address)
        {
            return new MalformedLine("The client's address is missing, or not an IPv4 or IPv6 address.");
        }

        return new AuthLine(new AuthEvent(time.ToUniversalTime(), account, address, Success, Recipients), Named(Protocol), Named(Server), Named(Session));
    }

    private static string? Named(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
