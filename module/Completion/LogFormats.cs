using AbuseServerless.PowerShell.Connection;

namespace AbuseServerless.PowerShell.Completion;

/// <summary>Completes kinds of logs.</summary>
public sealed class LogFormats : ValueCompleter
{
    private protected override IEnumerable<(string Value, string Note)> Values =>
        [("auto", "Found from the lines"), .. EngineContext.Engine.LogFormats.Select(format => (format.Key, format.Value)), ("patterns:", "A file of patterns of your own")];
}
