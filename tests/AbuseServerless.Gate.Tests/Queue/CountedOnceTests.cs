using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AbuseServerless.Gate.Queue;
using AbuseServerless.Gate.Tests.Running;
using AbuseServerless.Queue;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Gate.Tests.Queue;

/// <summary>A gate that is stopped and started, and what a queue helper beside it says meanwhile.</summary>
[Collection(CloudCollection.Name)]
public sealed partial class CountedOnceTests(Cloud cloud) : IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly TemporaryFolder _helper = new();
    private readonly List<QueueDone> _done = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _data.Dispose();
        _helper.Dispose();
    }

    [Fact]
    public async Task A_message_that_was_held_while_the_gate_was_down_is_counted_and_none_is_counted_twice()
    {
        await using (var gate = await StartAsync())
        {
            await Eventually.HoldsAsync(() => Task.FromResult(Answers is not null), () => gate.Output);
            Do(QueueAct.Held, 3);
            await CountsAsync(gate, held: 3, released: 0);
            Assert.True(await gate.StopAsync());
        }

        Do(QueueAct.Held, 5);
        await using (var gate = await StartAsync())
        {
            await CountsAsync(gate, held: 5, released: 0);
            await gate.KillAsync();
        }

        await using (var gate = await StartAsync())
        {
            Do(QueueAct.Released, 2);
            await CountsAsync(gate, held: 0, released: 2);
            Assert.DoesNotContain("held@", await File.ReadAllTextAsync(Path.Combine(_data.Path, "queue-relayed.json"), Cancellation), StringComparison.Ordinal);
        }
    }

    // The name of the file in which the gate reads; null before it has told.
    private string? Answers
    {
        get
        {
            var file = Path.Combine(_data.Path, "suspended.json");
            return File.Exists(file) ? JsonNode.Parse(File.ReadAllBytes(file))?["answers"]?.GetValue<string>() : null;
        }
    }

    private Task<GateProcess> StartAsync() =>
        GateProcess.StartAsync(new Dictionary<string, string>(cloud.Settings) { ["Gate:Data"] = _data.Path, ["Queue:Data"] = _helper.Path }, Cancellation);

    private void Do(QueueAct act, int messages)
    {
        var now = TimeProvider.System.GetUtcNow();
        _done.Add(new QueueDone(now, act, "held@rig.test", messages, 1, null));
        new AnswersFile(_helper.Path, Answers!).Write(new SavedAnswers(now, [], _done));
    }

    private static async Task CountsAsync(GateProcess gate, int held, int released)
    {
        var metrics = "";
        await Eventually.HoldsAsync(
            async () => (metrics = await gate.Http.GetStringAsync("/metrics", Cancellation)) is not null && Count("held") == held && Count("released") == released,
            () => $"{metrics}\n{gate.Output}");

        int Count(string act) => Counted().Matches(metrics).Where(match => match.Groups["act"].Value == act).Sum(match => int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("""abuseserverless_gate_queue_messages_total\{[^}]*act="(?<act>[a-z]+)"[^}]*\} (?<count>[0-9]+)""")]
    private static partial Regex Counted();
}
