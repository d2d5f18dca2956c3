namespace AbuseServerless.Ingestion.Logs.Haraka;

/// <summary>
/// AUTH as the log has it at level <c>info</c>: <c>AUTH</c>, without its method and what stands behind it, and each word that the client sent after that.
/// </summary>
/// <remarks>
/// AUTH LOGIN is the only method of two words, the name and the password. A single word may be a password, where the name stood in the line of AUTH itself (as .NET and others send it), so it names
/// nobody; except for the digest of CRAM-MD5, whose challenge is in the log before AUTH is. A failure is told before the word that caused it.
/// </remarks>
internal sealed class HarakaHooks
{
    private bool _isOpen;
    private bool _isChallenged;
    private bool _expectsDigest;
    private bool _hasFailed;
    private bool _isSecond;
    private string? _name;

    /// <summary>Whether a word begins an AUTH.</summary>
    public static bool IsAuth(string word) => word.Equals("AUTH", StringComparison.OrdinalIgnoreCase);

    /// <summary>The challenge of CRAM-MD5 was written.</summary>
    public void Challenge() => _isChallenged = true;

    /// <summary>The password was wrong.</summary>
    public void Fail() => _hasFailed = true;

    /// <summary>Hears a word.</summary>
    /// <param name="word">It.</param>
    /// <param name="hasPassed">Whether the AUTH succeeded.</param>
    /// <returns>The account, once it is certain and the AUTH is over; null before, or where it is not.</returns>
    public string? Hear(string word, out bool hasPassed)
    {
        hasPassed = false;
        if (IsAuth(word))
        {
            (_isOpen, _expectsDigest, _isChallenged, _hasFailed, _isSecond, _name) = (true, _isChallenged, false, false, false, null);
            return null;
        }

        if (!_isOpen)
        {
            return null;
        }

        if (!_isSecond && !_expectsDigest)
        {
            (_isSecond, _name) = (true, SaslText.Of(word));

            // It failed before there was a name: the word is a password.
            _isOpen = _name is not null && !_hasFailed;
            return null;
        }

        _isOpen = false;
        hasPassed = !_hasFailed;
        return _expectsDigest ? SaslText.OfDigest(word)
            // Without a password Haraka answers 504, which is in no line.
            : _hasFailed || SaslText.Of(word) is not null ? _name
            : null;
    }
}
