using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Drills.Tests.Rig;

/// <summary>What the stack and its workers log: what an operator sees.</summary>
internal sealed class DrillLog : ILoggerFactory
{
    private readonly ConcurrentQueue<DrillLogEntry> _entries = new();

    /// <summary>The entries of an event id.</summary>
    public IEnumerable<DrillLogEntry> Of(int id) => _entries.Where(entry => entry.Id == id);

    /// <summary>How many entries hold a text. Those of workers have lost their event ids on the way.</summary>
    public int Count(string text) => _entries.Count(entry => entry.Text.Contains(text, StringComparison.Ordinal));

    /// <summary>What was logged at Warning or above, the newest 60 entries.</summary>
    public override string ToString() =>
        string.Join(Environment.NewLine, _entries.Where(entry => entry.Level >= LogLevel.Warning).TakeLast(60).Select(entry => $"{entry.Level} {entry.Id} {entry.Text}"));

    public ILogger CreateLogger(string categoryName) => new Logger(_entries);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private sealed class Logger(ConcurrentQueue<DrillLogEntry> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            entries.Enqueue(new DrillLogEntry(eventId.Id, logLevel, formatter(state, exception) + exception, state as IReadOnlyList<KeyValuePair<string, object?>> ?? []));
    }
}
