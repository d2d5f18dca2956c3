using System.Text.Json;

namespace AbuseServerless.Ingestion.Logs.Haraka;

/// <summary>What is known of a session between its <c>connect</c> and its <c>disconnect</c>.</summary>
/// <param name="address">The client's address.</param>
/// <param name="isSubmission">Whether it came to port 587 or 465.</param>
/// <param name="dialogue">The AUTH that is going on; null for none.</param>
internal sealed class HarakaSession(string address, bool isSubmission, HarakaDialogue.State? dialogue = null)
{
    // More than anybody has; Haraka does not limit how often one may log in.
    private const int MaximumAccounts = 8;

    private readonly HarakaHooks _hooks = new();
    private readonly HarakaDialogue _dialogue = new(dialogue);
    private readonly List<string> _accounts = [];
    private bool _isProtocol;

    // AUTHs that succeeded, or may have, without telling the account.
    private int _unnamed;

    /// <summary>The client's address, as far as it is known before the session is over.</summary>
    public string Address { get; private set; } = address;

    /// <summary>Whether it came to port 587 or 465, where nobody is relayed for without AUTH.</summary>
    public bool IsSubmission { get; private set; } = isSubmission;

    /// <summary>The accounts whose AUTH succeeded, in the order of their first.</summary>
    public IReadOnlyList<string> Accounts => _accounts;

    /// <summary>Whether an AUTH succeeded, or may have.</summary>
    public bool HasAuthenticated => _accounts.Count > 0 || _unnamed > 0;

    /// <summary>The session that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static HarakaSession Read(string saved)
    {
        try
        {
            var state = JsonSerializer.Deserialize<State>(saved)!;
            var session = new HarakaSession(state.Address, state.IsSubmission, state.Dialogue) { _unnamed = state.Unnamed, _isProtocol = state.IsProtocol };
            session._accounts.AddRange(state.Accounts ?? []);
            return session;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("The stored state of a session of Haraka cannot be read.", e);
        }
    }

    /// <summary>What must be remembered to go on later, as text: no word that may be a password, so nothing of an AUTH of which the log has words alone.</summary>
    public string Save() => JsonSerializer.Serialize(new State(Address, IsSubmission, _unnamed, [.. _accounts], _isProtocol, _dialogue.Save()));

    /// <summary>A load balancer said whose connection it is.</summary>
    public void ComeFrom(string address, bool isSubmission) => (Address, IsSubmission) = (address, IsSubmission || isSubmission);

    /// <summary>Hears the first word of what the client sent, as a hook of AUTH was given it. The hook has taken it: what it answered was told before.</summary>
    /// <returns>The account whose AUTH failed; null where none did, or the log does not tell.</returns>
    public string? HearWord(string word)
    {
        // Where the log has the lines themselves, hooks tell less, and later.
        if (_isProtocol)
        {
            return null;
        }

        _unnamed += HarakaHooks.IsAuth(word) ? 1 : 0;
        if (_hooks.Hear(word, out var hasPassed) is not { } account)
        {
            return null;
        }

        if (!hasPassed)
        {
            return account;
        }

        _unnamed--;
        Pass(account);
        return null;
    }

    /// <summary>Hears a line that the client sent.</summary>
    public void HearLine(string line)
    {
        _isProtocol = true;
        _dialogue.Ask(line);
    }

    /// <summary>Hears a line that the server answered.</summary>
    public void HearAnswer(string line)
    {
        if (!_dialogue.Answer(line, out var account))
        {
            return;
        }

        if (account is null)
        {
            _unnamed++;
        }
        else
        {
            Pass(account);
        }
    }

    /// <summary>The challenge of CRAM-MD5 was written.</summary>
    public void Challenge() => _hooks.Challenge();

    /// <summary>The AUTH failed.</summary>
    /// <returns>The account that it was for; null where the log does not tell, or not yet.</returns>
    public string? Fail()
    {
        if (_isProtocol)
        {
            return _dialogue.Account;
        }

        _unnamed--;
        _hooks.Fail();
        return null;
    }

    private void Pass(string account)
    {
        if (_accounts.Count < MaximumAccounts && !_accounts.Contains(account))
        {
            _accounts.Add(account);
        }
    }

    private sealed record State(string Address, bool IsSubmission, int Unnamed, IReadOnlyList<string>? Accounts, bool IsProtocol, HarakaDialogue.State? Dialogue);
}
