using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Completion;

/// <summary>Completes mail providers.</summary>
public sealed class Providers : ValueCompleter
{
    private protected override IEnumerable<(string Value, string Note)> Values => EngineContext.Engine.Providers.Select(provider => (provider, provider));
}
