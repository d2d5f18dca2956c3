using System.Text.Json;
using AbuseServerless.Local.FunctionsHost.Processes;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Mail.Tests.Queue;

/// <summary>The queue helper as a process of its own, with the rights of its unit, and a gate's file of suspensions for it to read.</summary>
internal sealed class QueueHelperProcess : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("queue-").FullName;
    private ChildProcess? _process;
    private Task _keeping = Task.CompletedTask;
    private string[] _keptSettings = [];
    private volatile bool _ended;

    /// <summary>The folder of the gate beside it.</summary>
    public string GateData => _folder;

    /// <summary>Its own folder.</summary>
    public string Data => Path.Combine(_folder, "data");

    /// <summary>The file of where it is to be killed: a line for each call of the mail server's program, <c>before</c> or <c>after</c> it.</summary>
    public string Kills => Path.Combine(_folder, "kills");

    /// <summary>The file of calls of the mail server's program: the arguments of each in a line.</summary>
    public string Calls => Path.Combine(_folder, "calls");

    /// <summary>The file of which calls are to fail: a pattern of grep.</summary>
    public string Failing => Path.Combine(_folder, "failing");

    /// <summary>How often it was killed and started again.</summary>
    public int Deaths { get; private set; }

    /// <summary>What it wrote last.</summary>
    public string Output => _process?.RecentOutput ?? "";

    /// <summary>Its record: act and queue ids.</summary>
    public IReadOnlyList<(string Act, string[] Messages)> Record() =>
    [
        .. from line in Text().Split('\n', StringSplitOptions.RemoveEmptyEntries)
           let entry = JsonSerializer.Deserialize<JsonElement>(line)
           select (entry.GetProperty("act").GetString()!, entry.GetProperty("messages").EnumerateArray().Select(id => id.GetString()!).ToArray()),
    ];

    /// <summary>The record as it is on disk.</summary>
    public string Text() => File.Exists(RecordFile) ? File.ReadAllText(RecordFile) : "";

    /// <summary>The record of ended sessions as it is on disk.</summary>
    public string SessionText() => Path.Combine(Data, "sessions.jsonl") is var file && File.Exists(file) ? File.ReadAllText(file) : "";

    /// <summary>The file of the record.</summary>
    public string RecordFile => Path.Combine(Data, "record.jsonl");

    /// <summary>Says whose mail is to be held, and what suspensions were judged to be, as the gate does.</summary>
    public void Order(string mode, (string Account, int Transitions)[] suspended, params (string Account, int First, int Last, string Judgement)[] judged) => Order(mode, suspended, null, judged);

    /// <summary>Says also whose queued mail an operator wants deleted.</summary>
    public void Order(string mode, (string Account, int Transitions)[] suspended, string? clears, params (string Account, int First, int Last, string Judgement)[] judged)
    {
        var now = TimeProvider.System.GetUtcNow();
        var next = Path.Combine(_folder, "suspended.json.new");
        File.WriteAllText(next, JsonSerializer.Serialize(new
        {
            saved = now,
            asOf = now,
            mode,
            smtpOnly = false,
            accounts = suspended.Select(one => new { account = one.Account, until = (string?)null, transitions = one.Transitions }),
            commands = new[] { clears }.OfType<string>().Select(account => new { id = $"1-{account}", kind = "Delete", account, time = now, until = now.AddDays(1), by = "noc", reason = "Spam", heldByOthers = false }),
            judged = judged.GroupBy(one => one.Account).Select(one => new { account = one.Key, transitions = one.Max(verdict => verdict.Last), verdicts = one.Select(verdict => new { verdict.First, verdict.Last, verdict.Judgement }) }),
        }));
        File.Move(next, Path.Combine(_folder, "suspended.json"), overwrite: true);
    }

    /// <summary>Starts it.</summary>
    public void Start(string postfix, params string[] settings) => Start(postfix, settings, null);

    /// <summary>Starts it with a right that only a test needs.</summary>
    public void Start(string postfix, string[] settings, string? capabilities)
    {
        // As the unit bounds it: no right to write to others' files, none to anything else.
        _process = ChildProcess.Start(new ChildCommand("/usr/bin/setpriv",
        [
            $"--bounding-set={string.Join(',', new[] { "-all,+setuid,+setgid,+dac_read_search", capabilities }.OfType<string>())}", "--inh-caps=-all", "--no-new-privs",
            "dotnet", GateProcess.Program, "queue", $"--Gate:Data={_folder}", $"--Queue:Data={Data}", $"--Queue:Postfix={postfix}", .. settings,
        ])
        {
            Environment = new Dictionary<string, string?> { ["PATH"] = $"{Path.Combine(_folder, "bin")}:{Environment.GetEnvironmentVariable("PATH")}" },
        });
    }

    /// <summary>Starts it, and again whenever it is killed, which <see cref="Kills"/> has it be beside an act on the queue.</summary>
    public void StartAndKeep(string postfix, params string[] settings)
    {
        WriteKilling("postsuper", "/usr/sbin/postsuper", "*");
        _keptSettings = settings;
        Start(postfix, settings);
        _keeping = KeepAsync();

        async Task KeepAsync()
        {
            while (true)
            {
                await _process!.Exited;
                if (_ended)
                {
                    return;
                }

                Deaths++;
                await _process.DisposeAsync();
                Start(postfix, _keptSettings);
            }
        }
    }

    /// <summary>Starts it for an Exim, and again whenever it is killed, which <see cref="Kills"/> has it be beside an act on the queue.</summary>
    public void StartAndKeepForExim(string exim, params string[] settings) => StartAndKeep("/etc/postfix", [$"--Queue:Exim={WriteKilling("exim", exim, "-M*")}", .. settings]);

    // The mail server's program, which kills who calls it where it is to.
    private string WriteKilling(string name, string program, string acts)
    {
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "bin")).FullName, name);
        File.WriteAllText(path, $"""
            #!/bin/sh
            echo "$@" >> {Calls}
            [ -e {Failing} ] && echo "$*" | grep -q -e "$(cat {Failing})" && exit 1
            case "$1" in {acts}) kill=$(head -n 1 {Kills} 2>/dev/null);; esac
            [ -n "$kill" ] && sed -i 1d {Kills}
            [ "$kill" = before ] && kill -9 $PPID && exit 1
            {program} "$@"
            code=$?
            [ "$kill" = after ] && kill -9 $PPID
            exit $code
            """);
        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return path;
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.Exited;
        await _process.DisposeAsync();
        _process = null;
    }

    /// <summary>Ends it as a power cut would; it is started again, with further settings where some are given.</summary>
    public async Task KillKeptAsync(params string[] settings)
    {
        _keptSettings = [.. _keptSettings, .. settings];
        var deaths = Deaths;
        _process!.Kill();
        await Eventually.HoldsAsync(() => Deaths > deaths, () => "it is started again", CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _ended = true;
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        await _keeping;
        Directory.Delete(_folder, recursive: true);
    }
}
