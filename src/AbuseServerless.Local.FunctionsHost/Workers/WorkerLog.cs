using System.Collections.Concurrent;
using AbuseServerless.Local.FunctionsHost.Rpc;

namespace AbuseServerless.Local.FunctionsHost.Workers;

/// <summary>Passes what workers log on, under the category that the worker gave it.</summary>
internal sealed partial class WorkerLog(ILoggerFactory factory)
{
    private readonly ILogger _console = factory.CreateLogger("Worker.Console");
    private readonly ConcurrentDictionary<string, ILogger> _loggers = new();

    /// <summary>Passes on a line that a worker wrote to its console.</summary>
    public void Write(string line) => Line(_console, line);

    /// <summary>Passes one entry on.</summary>
    public void Write(RpcLog entry)
    {
        var logger = _loggers.GetOrAdd(entry.Category.Length == 0 ? "Worker" : entry.Category, factory.CreateLogger);
        var level = LevelOf(entry);
        if (level == LogLevel.None || !logger.IsEnabled(level))
        {
            return;
        }

        var message = entry.Exception is { } exception
            ? $"{entry.Message}{Environment.NewLine}{exception.Message}{Environment.NewLine}{exception.StackTrace}"
            : entry.Message;
        Entry(logger, level, message);
    }

    // ASP.NET Core in the worker reports four lines for each HTTP request.
    private static LogLevel LevelOf(RpcLog entry) =>
        entry.Level == RpcLog.Types.Level.Information && entry.Category.StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal)
            ? LogLevel.Debug
            : (LogLevel)entry.Level;

    [LoggerMessage(EventId = 2005, Level = LogLevel.Debug, Message = "{Text}")]
    private static partial void Line(ILogger logger, string text);

    [LoggerMessage(EventId = 2001, Message = "{Text}")]
    private static partial void Entry(ILogger logger, LogLevel level, string text);
}
