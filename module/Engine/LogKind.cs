using AbuseServerless.Azure.Settings;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Patterns;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>The kind of a log as an operator names it.</summary>
internal static class LogKind
{
    /// <summary>The one kind; null where it is to be found from the lines.</summary>
    /// <exception cref="EngineException">There is no such kind, or its file of patterns cannot be used.</exception>
    public static IReadOnlyList<LogFormat>? Parse(string name)
    {
        if (name.Equals("auto", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        try
        {
            return LogFormats.Find(name) is { } format ? [format]
                : throw new EngineException(
                    EngineFault.BadLogFormat,
                    $"There is no log format '{name}'; the formats are {LogFormats.Choices}.{Nearest.Hint(name, LogFormats.All.Select(one => one.Name))}");
        }
        catch (PatternFileException e)
        {
            throw new EngineException(EngineFault.BadLogFormat, e.Message, e);
        }
    }
}
