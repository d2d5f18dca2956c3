using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace AbuseServerless.PowerShell.Completion;

/// <summary>Completes a value out of a known list, by any part of it; those that begin so come first.</summary>
public abstract class ValueCompleter : IArgumentCompleter
{
    /// <summary>The list, each with what it means.</summary>
    private protected abstract IEnumerable<(string Value, string Note)> Values { get; }

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = wordToComplete.Trim('\'', '"');
        return Values
            .Where(one => one.Value.Contains(word, StringComparison.OrdinalIgnoreCase) || one.Note.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .OrderByDescending(one => one.Value.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            .Select(one => new CompletionResult(Quote(one.Value), one.Value, CompletionResultType.ParameterValue, one.Note));
    }

    private static string Quote(string value) =>
        value.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' or '/' or '+' or ':' or '=')
            ? value
            : $"'{CodeGeneration.EscapeSingleQuotedStringContent(value)}'";
}
