using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs.Haraka;

/// <summary>What is known of a session between its <c>connect</c> and its <c>disconnect</c>.</summary>
/// <param name="address">The client's address.</param>
/// <param name="isSubmission">Whether it came to port 587 or 465.</param>
internal sealed partial class HarakaSession(string address, bool isSubmission)
{
    private bool _waitsForName;
    private bool _isProtocol;

    /// <summary>The client's address.</summary>
    public string Address { get; } = address;

    /// <summary>Whether it came to port 587 or 465, where nobody is relayed for without AUTH.</summary>
    public bool IsSubmission { get; } = isSubmission;

    /// <summary>Whether the client has sent AUTH.</summary>
    public bool HasAuthenticated { get; private set; }

    /// <summary>The account by its last AUTH; null where it failed, or the log does not tell.</summary>
    public string? Login { get; private set; }

    /// <summary>The session that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static HarakaSession Read(string saved)
    {
        try
        {
            var state = JsonSerializer.Deserialize<State>(saved)!;
            return new HarakaSession(state.Address, state.IsSubmission) { HasAuthenticated = state.HasAuthenticated, Login = state.Login, _waitsForName = state.WaitsForName, _isProtocol = state.IsProtocol };
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("The stored state of a session of Haraka cannot be read.", e);
        }
    }

    /// <summary>What must be remembered to go on later, as text.</summary>
    public string Save() => JsonSerializer.Serialize(new State(Address, IsSubmission, HasAuthenticated, Login, _waitsForName, _isProtocol));

    /// <summary>Hears what the client sent: <c>AUTH PLAIN …</c>, <c>AUTH LOGIN</c>, and what follows that, the name first.</summary>
    /// <param name="sent">The line, or the first word of it that a hook was given.</param>
    /// <param name="isProtocol">Whether it is the line: where the log has those, a hook tells less, and later.</param>
    public void Hear(string sent, bool isProtocol)
    {
        _isProtocol |= isProtocol;
        if (_isProtocol != isProtocol)
        {
            return;
        }

        if (sent.StartsWith("AUTH", StringComparison.OrdinalIgnoreCase))
        {
            var words = sent.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            HasAuthenticated = true;
            Login = words switch
            {
                [_, var method, var initial] when method.Equals("PLAIN", StringComparison.OrdinalIgnoreCase) => Name(initial),
                [_, var method, var initial] when method.Equals("LOGIN", StringComparison.OrdinalIgnoreCase) => Text(initial),
                _ => null,
            };
            _waitsForName = Login is null && words is [_] or [_, _];
        }
        else if (_waitsForName)
        {
            _waitsForName = false;
            Login = Name(sent);
        }
    }

    /// <summary>The AUTH failed.</summary>
    /// <returns>The account that it was for; null where the log does not tell.</returns>
    public string? Fail()
    {
        var failed = Login;
        (Login, HasAuthenticated) = (null, false);
        return failed;
    }

    // What LOGIN sends first; AUTHZID NUL AUTHCID NUL PASSWORD of PLAIN (RFC 4616); the name and a digest of CRAM-MD5 (RFC 2195).
    private static string? Name(string base64) => Text(base64) switch
    {
        null => null,
        var text when text.Contains('\0', StringComparison.Ordinal) => text.Split('\0') is [_, { Length: > 0 } name, _] ? name : null,
        var text when Digest().Match(text) is { Success: true } digest => text[..digest.Index],
        var text => text,
    };

    private static string? Text(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) && length > 0 ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    private sealed record State(string Address, bool IsSubmission, bool HasAuthenticated, string? Login, bool WaitsForName, bool IsProtocol);

    [GeneratedRegex(" [0-9a-f]{32}$", RegexOptions.CultureInvariant)]
    private static partial Regex Digest();
}
