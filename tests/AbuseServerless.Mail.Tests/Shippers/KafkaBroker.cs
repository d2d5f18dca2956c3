using System.Globalization;
using System.Text.RegularExpressions;
using AbuseServerless.Local.FunctionsHost.Processes;

namespace AbuseServerless.Mail.Tests.Shippers;

/// <summary>A broker that speaks Kafka, and forgets everything when it ends: the one inside librdkafka, which kcat starts. It knows no sign-in.</summary>
internal sealed partial class KafkaBroker : IAsyncDisposable
{
    public const string Kcat = "/usr/bin/kcat";
    private const string Topic = "auth-events";
    private readonly ChildProcess _kcat;

    private KafkaBroker(ChildProcess kcat, int port) => (_kcat, Address) = (kcat, string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"));

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <summary>Starts one.</summary>
    public static async Task<KafkaBroker> StartAsync(CancellationToken cancellationToken)
    {
        var listening = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var kcat = ChildProcess.Start(new ChildCommand(Kcat, ["-C", "-t", Topic, "-X", "test.mock.num.brokers=1", "-b", "replaced", "-d", "mock"]), line =>
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                listening.TrySetResult(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
            }
        });
        await Task.WhenAny(listening.Task, kcat.Exited).WaitAsync(cancellationToken);
        Assert.True(listening.Task.IsCompleted, kcat.RecentOutput);
        return new KafkaBroker(kcat, await listening.Task);
    }

    /// <summary>All messages that it holds, in no order.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync() => (await FinishedProgram.RunAsync(Kcat, ["-C", "-b", Address, "-t", Topic, "-o", "beginning", "-e", "-q"])).Succeeded().Lines;

    /// <summary>Waits until it holds as many different messages, and gives them.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(int count, Func<string> otherwise, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> messages = [];
        await Eventually.HoldsAsync(async () => (messages = await ReadAsync()).Distinct().Count() >= count, () => $"{string.Join('\n', messages)}\n{otherwise()}", cancellationToken);
        return messages;
    }

    public async ValueTask DisposeAsync() => await _kcat.DisposeAsync();

    [GeneratedRegex(@"bootstrap\.servers=127\.0\.0\.1:([0-9]+)")]
    private static partial Regex Listening();
}
