using System.Text.RegularExpressions;
using AbuseServerless.Gate.Processes;
using AbuseServerless.Queue;

namespace AbuseServerless.Gate.Queue;

/// <summary>The queue of a Postfix: read from its files, changed by <c>postsuper</c> alone.</summary>
internal sealed partial class PostfixQueue : IMailQueue
{
    private const string Hold = "hold";

    // As qmgr and postsuper name them. A message moves from left to right: who looks in that order misses none that moves meanwhile.
    private static readonly (string Folder, QueuedMailState State)[] Queues = [("incoming", QueuedMailState.Incoming), ("active", QueuedMailState.Active), ("deferred", QueuedMailState.Deferred)];

    // Folders by the first letters of the queue id, as deep as hash_queue_depth says. Links are followed nowhere. What may not be read is a fault, or its messages would be taken for gone.
    private static readonly EnumerationOptions Deep = new() { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.ReparsePoint };

    private readonly string _configuration;
    private readonly string _directory;

    private PostfixQueue(string configuration, string directory) => (_configuration, _directory) = (configuration, directory);

    /// <summary>Asks Postfix where its queue is.</summary>
    /// <exception cref="IOException">Postfix does not say.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no Postfix.</exception>
    public static async Task<PostfixQueue> OpenAsync(string configuration, CancellationToken cancellationToken)
    {
        var directory = (await Tool.RunAsync("postconf", ["-c", configuration, "-h", "queue_directory"], "", cancellationToken).ConfigureAwait(false)).Trim();
        return Directory.Exists(directory) ? new PostfixQueue(configuration, directory) : throw new IOException($"Postfix names '{directory}' as its queue, but there is no such folder.");
    }

    /// <inheritdoc/>
    public string Name => $"Postfix {_directory}";

    /// <inheritdoc/>
    public IEnumerable<(string Id, string File, QueuedMailState State)> Waiting() => Queues.SelectMany(queue => FilesOf(queue.Folder).Select(file => (file.Id, file.File, queue.State)));

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, string> OnHold()
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (id, file) in FilesOf(Hold))
        {
            found[id] = file;
        }

        return found;
    }

    /// <inheritdoc/>
    public QueueFile Read(string file)
    {
        Span<byte> head = stackalloc byte[PostfixQueueFile.HeadLength];
        return PostfixQueueFile.Read(head[..QueueFileHandle.Read(file, head)]);
    }

    /// <inheritdoc/>
    public Task HoldAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => SuperviseAsync(["-h", "-"], ids, cancellationToken);

    /// <inheritdoc/>
    public Task ReleaseAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => SuperviseAsync(["-H", "-"], ids, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => SuperviseAsync(["-d", "-", Hold], ids, cancellationToken);

    private Task<string> SuperviseAsync(string[] arguments, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        Tool.RunAsync("postsuper", ["-c", _configuration, .. arguments], string.Concat(ids.Select(id => id + "\n")), cancellationToken);

    private IEnumerable<(string Id, string File)> FilesOf(string queue)
    {
        var folder = Path.Combine(_directory, queue);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*", Deep).Select(file => (Id: Path.GetFileName(file), File: file)).Where(file => QueueId().IsMatch(file.Id))
            : throw new IOException($"The folder '{folder}' of the queue is not there, or may not be looked at.");
    }

    [GeneratedRegex(@"\A[0-9A-Za-z]{1,64}\z")]
    private static partial Regex QueueId();
}
