using System.Buffers;
using System.Globalization;
using System.Net;
using AbuseServerless.Gate.Processes;

namespace AbuseServerless.Gate.Sessions;

/// <summary>The sessions of a Dovecot (IMAP, POP3, submission), listed and ended by <c>doveadm</c>.</summary>
/// <param name="doveadm">Path of the program.</param>
internal sealed class DovecotSessions(string doveadm)
{
    // Characters of a pattern, and the one that quotes them.
    private static readonly SearchValues<char> OfPatterns = SearchValues.Create("*?\\");

    private static readonly TimeSpan MaximumTime = TimeSpan.FromSeconds(30);

    /// <summary>Lists the logins that have open sessions, as Dovecot writes them, with the number of their sessions.</summary>
    /// <exception cref="IOException">Dovecot does not say.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public async Task<IReadOnlyDictionary<string, int>> ListAsync(CancellationToken cancellationToken)
    {
        // In JSON, what Dovecot 2.3 writes cannot be read.
        var table = (await RunAsync(["-f", "tab", "who"], cancellationToken).ConfigureAwait(false)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var logins = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var columns in table.Skip(1).Select(row => row.Split('\t')))
        {
            if (columns.Length < 2 || !int.TryParse(columns[1], NumberStyles.None, CultureInfo.InvariantCulture, out var sessions))
            {
                throw new IOException($"{doveadm} who wrote something else than a list of sessions.");
            }

            logins[columns[0]] = logins.GetValueOrDefault(columns[0]) + sessions;
        }

        return logins;
    }

    /// <summary>Whether <see cref="EndAsync"/> ends the sessions of this login and no other's: to Dovecot a name may be a pattern, or the address of clients, which may be written as one number.</summary>
    public static bool IsOneLogin(string login) =>
        login.Length > 0 && !login.AsSpan().ContainsAny(OfPatterns) && !IPAddress.TryParse(login.Split('/')[0].Trim('[', ']'), out _);

    /// <summary>Ends the sessions of a login.</summary>
    /// <exception cref="IOException">It failed.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program.</exception>
    public Task EndAsync(string login, CancellationToken cancellationToken) => RunAsync(["kick", "--", login], cancellationToken);

    private Task<string> RunAsync(string[] arguments, CancellationToken cancellationToken) => Tool.RunAsync(doveadm, arguments, "", MaximumTime, cancellationToken);
}
