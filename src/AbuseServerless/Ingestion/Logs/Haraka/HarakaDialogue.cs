namespace AbuseServerless.Ingestion.Logs.Haraka;

/// <summary>AUTH as the log has it at level <c>protocol</c>: what the client sent and what the server answered, line by line. What was answered decides.</summary>
internal sealed class HarakaDialogue
{
    // auth_base.js: the question for a password, "Password:". It comes for the name that was sent last.
    private const string AsksPassword = "334 UGFzc3dvcmQ6";

    private string? _method;
    private string? _last;
    private bool _askedPassword;

    /// <param name="saved">What <see cref="Save"/> gave; null for nothing.</param>
    public HarakaDialogue(State? saved = null) => (_method, _last, _askedPassword, Account) = (saved?.Method, saved?.Last, saved?.AskedPassword ?? false, saved?.Account);

    /// <summary>The account of the AUTH that is going on; null where there is none, or it was not told yet.</summary>
    public string? Account { get; private set; }

    /// <summary>The client sent a line.</summary>
    public void Ask(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is [var auth, var method, ..] && HarakaHooks.IsAuth(auth))
        {
            (_method, _last, _askedPassword, Account) = (method.ToUpperInvariant(), null, false, null);
            words = words[2..];
        }

        if (_method is null || words is not [var word])
        {
            return;
        }

        switch (_method)
        {
            case "LOGIN":
                _last = SaslText.Of(word);
                break;
            case "PLAIN":
                Account = SaslText.OfPlain(word);
                break;
            case "CRAM-MD5":
                Account = SaslText.OfDigest(word);
                break;
        }
    }

    /// <summary>The server answered a line.</summary>
    /// <param name="line">It.</param>
    /// <param name="account">The account; null where the log does not tell.</param>
    /// <returns>Whether it told that an AUTH succeeded.</returns>
    public bool Answer(string line, out string? account)
    {
        account = null;
        if (line.StartsWith("334", StringComparison.Ordinal))
        {
            if (_method == "LOGIN" && line.StartsWith(AsksPassword, StringComparison.Ordinal))
            {
                (Account, _askedPassword) = (_last, true);
            }

            return false;
        }

        account = Account;
        (_method, _last, _askedPassword, Account) = (null, null, false, null);
        return line.StartsWith("235", StringComparison.Ordinal);
    }

    /// <summary>What must be remembered to go on later; null for nothing. No password: what comes when it was asked for is left out.</summary>
    public State? Save() => _method is null ? null : new State(_method, _askedPassword ? null : _last, _askedPassword, Account);

    /// <summary>An AUTH that is going on.</summary>
    internal sealed record State(string Method, string? Last, bool AskedPassword, string? Account);
}
