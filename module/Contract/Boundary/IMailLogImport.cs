namespace AbuseServerless.PowerShell.Boundary;

/// <summary>Sends what mail logs tell of. One log at a time.</summary>
public interface IMailLogImport : IAsyncDisposable
{
    /// <summary>The format of the last imported log, and how much of it was understood.</summary>
    string Found { get; }

    /// <summary>What is wrong with it, one line each.</summary>
    IReadOnlyList<string> Warnings { get; }

    /// <summary>The earliest time of the last imported log, UTC; null if it had no AUTH event.</summary>
    DateTimeOffset? First { get; }

    /// <summary>What was read from the current log. Can be called from any thread.</summary>
    MailLogProgress Progress { get; }

    /// <summary>Why the import is waiting for an event hub; null if it is not. Can be called from any thread.</summary>
    string? Trouble { get; }

    /// <summary>Logs, and the files of folders, in the order of the first time in each. One that cannot be read keeps its place at the end, and importing it says why.</summary>
    Task<IReadOnlyList<string>> OrderAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken);

    /// <summary>Sends what a log holds and no earlier import has sent, and saves how far it has come.</summary>
    /// <param name="path">The log, plain or compressed, or an archive of logs.</param>
    /// <param name="follow">Whether to wait for more at its end; then only cancellation ends the import.</param>
    /// <param name="cancellationToken">Gives the import up, once what was read is sent and the state saved.</param>
    /// <exception cref="EngineException">The log cannot be read, or a hub not be reached.</exception>
    Task<MailLogProgress> ImportAsync(string path, bool follow, CancellationToken cancellationToken);
}
