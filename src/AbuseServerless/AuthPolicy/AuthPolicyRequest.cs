using System.Text.Json;
using AbuseServerless.Accounts;
using AbuseServerless.Ingestion.Logs.Dovecot;

namespace AbuseServerless.AuthPolicy;

/// <summary>
/// The body of a request of Dovecot's auth-policy protocol, as Dovecot 2.3 and 2.4 and the clients of weakforced send it. What is not needed here
/// (<c>pwhash</c>, <c>attrs</c>, <c>device_id</c>, <c>tls</c>, <c>fail_type</c> and whatever else) is not even kept.
/// </summary>
public readonly record struct AuthPolicyRequest
{
    /// <summary>Longest body that is read, in bytes: 64 KiB. Dovecot's have some 160.</summary>
    public const int MaximumBodyLength = 65_536;

    // Attacker's text may stand in each; names are checked where they become accounts.
    private const int MaximumTextLength = 128;

    /// <summary>The login as the client gave it; empty where Dovecot found it illegal, null where it is missing.</summary>
    public string? Login { get; init; }

    /// <summary>The client's address, as text.</summary>
    public string? Remote { get; init; }

    /// <summary>How the client spoke, such as <c>smtp</c> or <c>imap</c>; null where it is missing.</summary>
    public string? Protocol { get; init; }

    /// <summary>The mail server's name of the session; null where it is missing or longer than 128 characters.</summary>
    public string? Session { get; init; }

    /// <summary>Of a report, whether the login succeeded; null where it is missing or not true or false.</summary>
    public bool? Success { get; init; }

    /// <summary>Of a report, whether it failed because a policy server refused it.</summary>
    public bool PolicyReject { get; init; }

    /// <summary>The account; <c>default</c> where the login is none.</summary>
    public AccountName Account => AccountName.TryParse(Login, out var account) ? account : default;

    /// <summary>Whether the login is for sending mail: SMTP or Dovecot's submission server. Not where it does not say.</summary>
    public bool IsSmtp => SmtpService.Is(Protocol);

    /// <summary>Reads a body. Never throws for what is in it.</summary>
    /// <param name="body">UTF-8.</param>
    /// <param name="request">The request.</param>
    /// <returns>False where it is not one JSON object.</returns>
    public static bool TryParse(ReadOnlySpan<byte> body, out AuthPolicyRequest request)
    {
        try
        {
            return TryRead(body, out request);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is not UTF-8, or an escape that stands for half a surrogate pair.
            request = default;
            return false;
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> body, out AuthPolicyRequest request)
    {
        request = default;
        var reader = new Utf8JsonReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("login"u8))
            {
                request = request with { Login = Text(ref reader) };
            }
            else if (reader.ValueTextEquals("remote"u8))
            {
                request = request with { Remote = Short(Text(ref reader)) };
            }
            else if (reader.ValueTextEquals("protocol"u8))
            {
                request = request with { Protocol = Short(Text(ref reader)) };
            }
            else if (reader.ValueTextEquals("session_id"u8))
            {
                request = request with { Session = Short(Text(ref reader)) };
            }
            else if (reader.ValueTextEquals("success"u8))
            {
                request = request with { Success = Truth(ref reader) };
            }
            else if (reader.ValueTextEquals("policy_reject"u8))
            {
                request = request with { PolicyReject = Truth(ref reader) ?? false };
            }
            else
            {
                reader.Skip();
            }
        }

        // Anything behind the object makes this Read throw.
        return !reader.Read();
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
        {
            return reader.GetString();
        }

        reader.Skip();
        return null;
    }

    private static bool? Truth(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
        {
            return reader.GetBoolean();
        }

        reader.Skip();
        return null;
    }

    private static string? Short(string? text) => text is { Length: > MaximumTextLength } ? null : text;
}
