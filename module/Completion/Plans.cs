using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Boundary;
using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Completion;

/// <summary>Completes names of plans. Without a connection, or where storage does not answer at once, there is nothing to complete.</summary>
public sealed class Plans : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (Connections.Find(fakeBoundParameters["Connection"] as string) is not { } session)
        {
            return [];
        }

        using var patience = new CancellationTokenSource(AccountCompleter.Patience);
        try
        {
            return [.. session.ReadPlansAsync(patience.Token).GetAwaiter().GetResult().Plans
                .Where(plan => plan.Name.StartsWith(wordToComplete.Trim('\'', '"'), StringComparison.OrdinalIgnoreCase))
                .Select(plan => new CompletionResult(plan.Name, plan.Name, CompletionResultType.ParameterValue, plan.Limits))];
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            return [];
        }
    }
}
