using AbuseServerless.Accounts;

namespace AbuseServerless.Ingestion.Logs;

/// <summary>A line that tells of an AUTH request.</summary>
/// <param name="Event">The request.</param>
/// <param name="Protocol">How the client spoke, such as <c>smtp</c>; null where the line does not say.</param>
/// <param name="Server">The mail server's name; null where the line does not say.</param>
/// <param name="Session">The server's name of the session; null where the line does not say.</param>
public sealed record AuthLine(AuthEvent Event, string? Protocol, string? Server, string? Session) : LogLine
{
    /// <summary>The same of another account.</summary>
    public AuthLine WithAccount(AccountName account) => account == Event.Account ? this : this with { Event = Event with { Account = account } };

    /// <summary>The request as a message of the auth-events hub: one line of JSON.</summary>
    public string ToJson() => AuthEventJson.Write(Event, Protocol, Server, Session);

    /// <summary>The same in UTF-8, good until this thread writes the next.</summary>
    public ReadOnlySpan<byte> ToUtf8Json() => AuthEventJson.WriteUtf8(Event, Protocol, Server, Session);
}
