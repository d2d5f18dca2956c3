using System.Management.Automation;
using AbuseServerless.PowerShell.Completion;
using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Gets the installations that the module is connected to, and as whom. The one that commands work on without -Connection is the current one.</summary>
[Cmdlet(VerbsCommon.Get, "GeoConnection")]
[OutputType(typeof(GeoConnection))]
public sealed class GetGeoConnectionCommand : EngineCommand
{
    /// <summary>Only these connections; names or wildcards. Default: all.</summary>
    [Parameter(Position = 0, HelpMessage = "Only these connections; names or wildcards. Default: all.")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConnectionNames))]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var patterns = (Name ?? ["*"]).Select(name => new WildcardPattern(name, WildcardOptions.IgnoreCase)).ToList();
        foreach (var session in Connections.All.Where(session => patterns.Exists(pattern => pattern.IsMatch(session.Connection.Name))))
        {
            WriteObject(session.Connection with { IsCurrent = session == Connections.Current });
        }
    }
}
