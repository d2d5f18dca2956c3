using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AbuseServerless.PowerShell.Accounts;
using AbuseServerless.PowerShell.Boundary;
using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Completion;

/// <summary>Completes networks, autonomous systems and values of exemptions that are stored. Without a connection, or where storage does not answer at once, there is nothing to complete.</summary>
public sealed class StoredExemptions : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (Connections.Find(fakeBoundParameters["Connection"] as string) is not { } session)
        {
            return [];
        }

        var word = wordToComplete.Trim('\'', '"');
        GeoExemptionKind? kind = Enum.TryParse<GeoExemptionKind>(parameterName, ignoreCase: true, out var named) ? named : null;
        using var patience = new CancellationTokenSource(AccountCompleter.Patience);
        try
        {
            return ReadAsync(session, patience.Token).GetAwaiter().GetResult()
                .Where(exemption => (kind is null || exemption.Kind == kind) && exemption.Value.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                .Select(exemption => new CompletionResult($"'{CodeGeneration.EscapeSingleQuotedStringContent(exemption.Value)}'", exemption.Value, CompletionResultType.ParameterValue, exemption.Reason))
                .ToList();
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            return [];
        }
    }

    private static async Task<IReadOnlyList<GeoExemption>> ReadAsync(ISession session, CancellationToken cancellationToken) =>
        await session.ReadExemptionsAsync(cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
}
