using AbuseServerless.AuthPolicy;

namespace AbuseServerless.Gate.Dovecot;

/// <summary>Finds the command in a query that Dovecot appended to whatever the URL was.</summary>
internal static class PolicyQuery
{
    private const string Command = "command=";

    /// <summary>Whether a query holds a command, known or not.</summary>
    /// <param name="query">With its question mark, or empty.</param>
    /// <param name="command">The command; null where it is unknown.</param>
    public static bool TryRead(ReadOnlySpan<char> query, out PolicyCommand? command)
    {
        // The usual ones, without a look at each parameter.
        command = query switch
        {
            "?command=allow" => PolicyCommand.Allow,
            "?command=report" => PolicyCommand.Report,
            _ => null,
        };
        if (command is not null)
        {
            return true;
        }

        foreach (var range in query.TrimStart('?').Split('&'))
        {
            var parameter = query.TrimStart('?')[range];
            if (parameter.StartsWith(Command, StringComparison.Ordinal))
            {
                command = PolicyCommands.Parse(parameter[Command.Length..].ToString());
                return true;
            }
        }

        return false;
    }
}
