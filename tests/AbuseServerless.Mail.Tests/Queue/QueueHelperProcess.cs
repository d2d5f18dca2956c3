using System.Text.Json;
using AbuseServerless.Gate.Tests.Running;
using AbuseServerless.Local.Processes;

namespace AbuseServerless.Mail.Tests.Queue;

/// <summary>The queue helper as a process of its own, with the rights of its unit, and a gate's file of suspensions for it to read.</summary>
internal sealed class QueueHelperProcess : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("queue-").FullName;
    private ChildProcess? _process;

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
    public string Text() => File.Exists(Path.Combine(_folder, "data", "record.jsonl")) ? File.ReadAllText(Path.Combine(_folder, "data", "record.jsonl")) : "";

    /// <summary>Says whose mail is to be held, and whose suspension was an error, as the gate does.</summary>
    public void Order(string mode, (string Account, int Transitions)[] suspended, (string Account, int Transitions)[] falsePositives)
    {
        var now = TimeProvider.System.GetUtcNow();
        var next = Path.Combine(_folder, "suspended.json.new");
        File.WriteAllText(next, JsonSerializer.Serialize(new
        {
            saved = now,
            asOf = now,
            mode,
            accounts = suspended.Select(one => new { account = one.Account, until = (string?)null, transitions = one.Transitions }),
            falsePositives = falsePositives.Select(one => new { account = one.Account, transitions = one.Transitions }),
        }));
        File.Move(next, Path.Combine(_folder, "suspended.json"), overwrite: true);
    }

    /// <summary>Starts it.</summary>
    public void Start(string postfix, params string[] settings)
    {
        // As the unit bounds it: no right to write to others' files, none to anything else.
        _process = ChildProcess.Start(new ChildCommand("/usr/bin/setpriv",
        [
            "--bounding-set=-all,+setuid,+setgid,+dac_read_search", "--inh-caps=-all", "--no-new-privs",
            "dotnet", GateProcess.Program, "queue", $"--Gate:Data={_folder}", $"--Queue:Data={Path.Combine(_folder, "data")}", $"--Queue:Postfix={postfix}", .. settings,
        ]));
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.Exited;
        await _process.DisposeAsync();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
