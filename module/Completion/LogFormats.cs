using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Completion;

/// <summary>Completes kinds of logs.</summary>
public sealed class LogFormats : ValueCompleter
{
    private protected override IEnumerable<(string Value, string Note)> Values =>
        [("auto", "Detected for each line"), .. EngineContext.Engine.LogFormats.Select(format => (format.Key, format.Value)), ("patterns:", "Your own file of patterns")];
}
