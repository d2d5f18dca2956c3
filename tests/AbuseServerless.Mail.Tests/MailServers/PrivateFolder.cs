using System.Diagnostics;

namespace AbuseServerless.Mail.Tests.MailServers;

/// <summary>
/// The folder of one mail server. The daemons of Postfix and Dovecot work inside it, which is how those are found that their master left behind.
/// </summary>
internal sealed class PrivateFolder : IAsyncDisposable
{
    private const UnixFileMode OfEverybody =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private readonly string _root;

    /// <param name="root">Root of the file system that Dovecot sees.</param>
    public PrivateFolder(string root)
    {
        _root = root.TrimEnd('/');
        Path = _root.Length == 0 ? Directory.CreateTempSubdirectory("mail-").FullName : Directory.CreateDirectory($"{_root}/tmp/mail-{Guid.NewGuid():N}").FullName;
        Directory.CreateDirectory(Of("log"));
        Open(Path);
        Open(Of("log"));
    }

    public string Path { get; }

    /// <summary>The folder as Dovecot sees it.</summary>
    public string Inside => Path[_root.Length..];

    /// <summary>A path inside.</summary>
    public string Of(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Makes a file of the configuration from its template.</summary>
    public async Task ConfigureAsync(string name, string template, IEnumerable<(string Name, string Value)> values, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(System.IO.Path.Combine(AppContext.BaseDirectory, "MailServers", "Configuration", template), cancellationToken);
        text = values.Append(("folder", Path)).Append(("inside", Inside)).Aggregate(text, (filled, value) => filled.Replace($"{{{value.Item1}}}", value.Item2, StringComparison.Ordinal));
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Of(name))!);
        await File.WriteAllTextAsync(Of(name), text, cancellationToken);
    }

    /// <summary>Makes a folder inside, in which every user of the system may write.</summary>
    public void MakeShared(string name)
    {
        Directory.CreateDirectory(Of(name));
        Open(Of(name), OfEverybody | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite);
    }

    /// <summary>The last lines of all logs, to be shown where something failed.</summary>
    public string RecentLog() =>
        string.Join('\n', Directory.GetFiles(Of("log")).SelectMany(file => File.ReadAllLines(file).TakeLast(40).Prepend($"--- {System.IO.Path.GetFileName(file)}")));

    /// <summary>The ids of the processes that work inside.</summary>
    public IReadOnlyList<int> Processes() =>
    [
        .. from folder in Directory.GetDirectories("/proc")
           let id = int.TryParse(System.IO.Path.GetFileName(folder), out var number) ? number : 0
           where id > 0 && id != Environment.ProcessId && WorksInside(folder)
           select id,
    ];

    /// <summary>Waits for what works inside to end, kills what does not, and removes the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(Grace);
        while (Processes() is { Count: > 0 } left)
        {
            if (limit.IsCancellationRequested)
            {
                foreach (var id in left)
                {
                    Kill(id);
                }
            }

            await Task.Delay(50);
        }

        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    // The daemons run as users of their own.
    private static void Open(string folder, UnixFileMode mode = OfEverybody)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, mode);
        }
    }

    private bool WorksInside(string process)
    {
        try
        {
            return File.ResolveLinkTarget(process + "/cwd", returnFinalTarget: false)?.FullName.StartsWith(Path + "/", StringComparison.Ordinal) == true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It has just ended.
        }
    }
}
