using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Completion;

/// <summary>Completes names of connections.</summary>
public sealed class ConnectionNames : ValueCompleter
{
    private protected override IEnumerable<(string Value, string Note)> Values => Connections.All.Select(session => (session.Connection.Name, session.Connection.ToString()));
}
