using System.Management.Automation;
using AbuseServerless.PowerShell.Boundary;
using AbuseServerless.PowerShell.Completion;
using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>What the cmdlets share that work on an installation: which one.</summary>
public abstract class GeoCommand : EngineCommand
{
    private const string Patterns = "patterns:";

    /// <summary>The installation, by the name of its connection or as an object from Get-GeoConnection. Default: the one that was connected last.</summary>
    [Parameter(HelpMessage = "The installation, by the name of its connection or as an object from Get-GeoConnection. Default: the one that was connected last.")]
    [ConnectionName]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ConnectionNames))]
    public string? Connection { get; set; }

    /// <summary>What the module is connected to. Ends the command where it is not.</summary>
    private protected ISession Session
    {
        get
        {
            if (Connections.Find(Connection) is not { } session)
            {
                ThrowTerminatingError(Connection is null ? Errors.NotConnected(Connections.Names) : Errors.UnknownConnection(Connection, Connections.Names));
                throw new PipelineStoppedException();
            }

            return session;
        }
    }

    private protected override IReadOnlyList<string> TakeLeftOut() => Connections.Find(Connection)?.TakeUnreadable() ?? [];

    /// <summary>The kind of a log, with the whole path of a file of patterns.</summary>
    private protected string ResolveLogFormat(string format) =>
        format.StartsWith(Patterns, StringComparison.OrdinalIgnoreCase) && format.Length > Patterns.Length ? Patterns + GetUnresolvedProviderPathFromPSPath(format[Patterns.Length..]) : format;
}
