using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AbuseServerless.PowerShell.Boundary;
using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Accounts;

/// <summary>Completes an account from what is stored. Without a connection, or where storage does not answer at once, there is nothing to complete.</summary>
public abstract class AccountCompleter : IArgumentCompleter
{
    private const int Maximum = 50;

    /// <summary>How long whoever pressed Tab waits at the most: 5 seconds.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (Connections.Find(fakeBoundParameters["Connection"] as string) is not { } session)
        {
            return [];
        }

        var prefix = AccountPattern.Normalise(wordToComplete.Trim('\'', '"'));
        using var patience = new CancellationTokenSource(Patience);
        var found = new List<CompletionResult>();
        try
        {
            FindAsync(session, prefix, found, patience.Token).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            // What came in time will do.
        }

        return found;
    }

    /// <summary>Accounts whose name begins so, each with a note of where it stands.</summary>
    private protected abstract IAsyncEnumerable<(string Account, string Note)> ReadAsync(ISession session, string prefix, CancellationToken cancellationToken);

    /// <summary>Whether the parameter takes wildcards, so that those in a name are escaped.</summary>
    private protected abstract bool TakesWildcards { get; }

    private async Task FindAsync(ISession session, string prefix, List<CompletionResult> found, CancellationToken cancellationToken)
    {
        await foreach (var (account, note) in ReadAsync(session, prefix, cancellationToken).ConfigureAwait(false))
        {
            found.Add(new CompletionResult(Quote(TakesWildcards ? WildcardPattern.Escape(account) : account), account, CompletionResultType.ParameterValue, note));
            if (found.Count == Maximum)
            {
                break;
            }
        }
    }

    private static string Quote(string account) =>
        account.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' or '@' or '+') && account[0] is not ('@' or '-' or '+')
            ? account
            : $"'{CodeGeneration.EscapeSingleQuotedStringContent(account)}'";
}
