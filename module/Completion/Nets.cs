using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Completion;

/// <summary>Completes names of nets.</summary>
public sealed class Nets : ValueCompleter
{
    private protected override IEnumerable<(string Value, string Note)> Values => EngineContext.Engine.Nets.Select(net => (net, net));
}
