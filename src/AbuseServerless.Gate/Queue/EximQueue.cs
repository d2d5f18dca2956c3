using System.Buffers;
using System.Text.RegularExpressions;
using AbuseServerless.Gate.Processes;
using AbuseServerless.Queue;

namespace AbuseServerless.Gate.Queue;

/// <summary>The queue of an Exim: read from its header files, changed by <c>exim -Mf</c>, <c>-Mt</c> and <c>-Mrm</c> alone. A message on hold is frozen, which its header file tells.</summary>
internal sealed partial class EximQueue : IMailQueue
{
    private const string HeaderFile = "-H";

    // Folders by a letter of the queue id, where split_spool_directory is set. Links are followed nowhere. What may not be read is a fault, or its messages would be taken for gone.
    private static readonly EnumerationOptions Deep = new() { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.ReparsePoint };

    private readonly string _program;
    private readonly DirectoryInfo _input;
    private readonly ILogger _logger;
    private Dictionary<string, (DateTime Written, long Length, EximQueueFile Head)> _heads = new(StringComparer.Ordinal);

    // Messages that Exim itself cannot read, each as of when it was last written: it does not deliver them either.
    private readonly Dictionary<string, DateTime> _damaged = new(StringComparer.Ordinal);

    private EximQueue(string program, string input, ILogger logger) => (_program, _input, _logger) = (program, new DirectoryInfo(input), logger);

    /// <summary>Asks Exim where its queue is.</summary>
    /// <exception cref="IOException">Exim does not say.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no Exim.</exception>
    public static async Task<EximQueue> OpenAsync(string program, ILogger logger, CancellationToken cancellationToken)
    {
        // "spool_directory = /var/spool/exim4"
        var said = (await Tool.RunAsync(program, ["-bP", "spool_directory"], "", cancellationToken).ConfigureAwait(false)).Trim();
        var input = Path.Combine(said[(said.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim(), "input");
        return Directory.Exists(input) ? new EximQueue(program, input, logger) : throw new IOException($"Exim says '{said}', but there is no folder '{input}'.");
    }

    /// <inheritdoc/>
    public string Name => $"Exim {_input.FullName}";

    /// <inheritdoc/>
    public IEnumerable<(string Id, string File, QueuedMailState State)> Waiting() =>
        from message in Look() where !message.Head.IsFrozen && !IsDamaged(message.Id, message.File) select (message.Id, message.File, message.Head.IsNew ? QueuedMailState.Incoming : QueuedMailState.Deferred);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> OnHold()
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);

        // One that cannot be read just now has not been thawed.
        foreach (var message in Look().Where(message => message.Head.IsFrozen || message.Head.Message.Arrived is null))
        {
            found[message.Id] = message.File;
        }

        return found;
    }

    /// <inheritdoc/>
    public QueueFile Read(string file)
    {
        // The message is in a file beside, behind a line of that file's name.
        var data = new FileInfo(file[..^1] + 'D');
        return HeadOf(new FileInfo(file)).Message with { Size = data.Exists ? Math.Max(0, data.Length - data.Name.Length - 1) : 0 };
    }

    /// <inheritdoc/>
    public Task HoldAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => ActAsync("-Mf", ids, cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => ActAsync("-Mt", ids, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => ActAsync("-Mrm", ids, cancellationToken);

    // Every message, as it is now. A file that is as it was is not read again.
    private List<(string Id, string File, EximQueueFile Head)> Look()
    {
        var heads = new Dictionary<string, (DateTime Written, long Length, EximQueueFile Head)>(StringComparer.Ordinal);
        var found = new List<(string Id, string File, EximQueueFile Head)>();
        foreach (var file in _input.EnumerateFiles("*" + HeaderFile, Deep))
        {
            var id = file.Name[..^HeaderFile.Length];
            if (WholeQueueId().IsMatch(id) && file.Exists)
            {
                var head = HeadOf(file);
                heads[file.FullName] = (file.LastWriteTimeUtc, file.Length, head);
                found.Add((id, file.FullName, head));
            }
        }

        _heads = heads;
        return found;
    }

    private bool IsDamaged(string id, string file) => _damaged.TryGetValue(id, out var written) && written == File.GetLastWriteTimeUtc(file);

    private EximQueueFile HeadOf(FileInfo file)
    {
        if (!file.Exists)
        {
            return default;
        }

        if (_heads.TryGetValue(file.FullName, out var known) && known.Written == file.LastWriteTimeUtc && known.Length == file.Length)
        {
            return known.Head;
        }

        var head = ArrayPool<byte>.Shared.Rent((int)Math.Min(file.Length, EximQueueFile.HeadLength));
        try
        {
            return EximQueueFile.Read(head.AsSpan(0, QueueFileHandle.Read(file.FullName, head)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(head);
        }
    }

    private async Task ActAsync(string action, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var (code, output, errors) = await Tool.FinishAsync(_program, [action, .. ids], "", cancellationToken).ConfigureAwait(false);
        if (code == 0)
        {
            return;
        }

        // It says what it did to each message and goes on. Anything else than these is a failure of its own, such as of rights or of the disk.
        var told = Told().Matches(output).Select(match => match.Groups["id"].Value).ToHashSet(StringComparer.Ordinal);
        if (ids.FirstOrDefault(id => !told.Contains(id)) is not null)
        {
            throw new IOException($"{_program} {action} ended with {code}. {(errors + output).Split('\n').FirstOrDefault(line => line.Length > 0 && !Told().IsMatch(line))}");
        }

        var damaged = Damaged().Matches(output).Select(match => match.Groups["id"].Value).ToHashSet(StringComparer.Ordinal);
        foreach (var message in Look().Where(message => damaged.Contains(message.Id)))
        {
            _damaged[message.Id] = File.GetLastWriteTimeUtc(message.File);
        }

        if (damaged.Count > 0)
        {
            Log.Damaged(_logger, damaged.Count, damaged.First());
        }
    }

    // Of Exim before 4.97, and since.
    private const string Id = "(?<id>[0-9A-Za-z]{6}-[0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{6}-[0-9A-Za-z]{11}-[0-9A-Za-z]{4})";

    [GeneratedRegex($@"\A{Id}\z", RegexOptions.CultureInvariant)]
    private static partial Regex WholeQueueId();

    // A message that it is working on just now is found again.
    [GeneratedRegex($"Message {Id} (?:is now frozen|is already frozen|is no longer frozen|is not frozen|has been removed|is locked)|Spool data file for {Id} does not exist|Spool format error for {Id}-H", RegexOptions.CultureInvariant)]
    private static partial Regex Told();

    [GeneratedRegex($"Spool format error for {Id}-H", RegexOptions.CultureInvariant)]
    private static partial Regex Damaged();

    private static partial class Log
    {
        [LoggerMessage(7707, LogLevel.Warning, "Exim cannot read {Count} queued messages, such as {Message}. They are left alone until their files change; Exim does not deliver them either.")]
        public static partial void Damaged(ILogger logger, int count, string message);
    }
}
