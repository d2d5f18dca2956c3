using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Completion;

/// <summary>Completes reasons of dead letters.</summary>
public sealed class DeadLetterReasons : ValueCompleter
{
    private protected override IEnumerable<(string Value, string Note)> Values => EngineContext.Engine.DeadLetterReasons.Select(reason => (reason, reason));
}
