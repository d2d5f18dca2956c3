using AbuseServerless.Azure.AuthPolicy;
using AbuseServerless.Azure.Presence;
using AbuseServerless.Azure.Queue;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Queue;

namespace AbuseServerless.Module.Tests.Running;

/// <summary>A mail host as an installation hears of it: a gate that says that it runs, with a queue helper that has done everything to two messages, to none of <c>nothing@…</c> and to those of <c>others@…</c> that others hold only where they are meant, and refuses to delete unless what others hold is meant too. The real ones are met in AbuseServerless.Mail.Tests.</summary>
internal sealed class MailHost : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _answering;

    private MailHost(string storage, string name)
    {
        var tables = new Tables(StorageConnection.Open(storage));
        _answering = AnswerAsync(new StandingReader(tables), new QueueAnswerTable(tables), name);
    }

    /// <summary>Has a gate say that it runs.</summary>
    /// <param name="installation">Of this installation.</param>
    /// <param name="name">The host.</param>
    /// <param name="time">When it said so.</param>
    /// <param name="helper">When it last heard of its helper.</param>
    /// <param name="holdsWatched">Whether it has mail of watched accounts put on hold.</param>
    public static Task SayAsync(Installation installation, string name, DateTimeOffset time, DateTimeOffset? helper, bool? holdsWatched = null) =>
        installation.SayAsync(new PresenceRow { Kind = "gate", Name = $"{name}:1", Version = "0.1.0", Mode = "Enforce", Started = time, Time = time, QueueHelper = helper, HoldsWatched = holdsWatched });

    /// <summary>Starts one that answers.</summary>
    public static async Task<MailHost> StartAsync(Installation installation, string name)
    {
        var now = TimeProvider.System.GetUtcNow();
        await SayAsync(installation, name, now, now);
        return new MailHost(installation.Storage, name);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _answering;
        _stop.Dispose();
    }

    private async Task AnswerAsync(StandingReader reader, QueueAnswerTable table, string name)
    {
        var began = TimeProvider.System.GetUtcNow();
        var answered = new HashSet<string>();
        while (!_stop.IsCancellationRequested)
        {
            var now = TimeProvider.System.GetUtcNow();
            await foreach (var command in reader.ReadCommandsAsync(began.AddMinutes(-1), now.AddMinutes(1), CancellationToken.None))
            {
                if (answered.Add(command.Id))
                {
                    await table.WriteAsync(name, Answer(command, now), CancellationToken.None);
                }
            }

            await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static QueueAnswer Answer(QueueCommand command, DateTimeOffset now) => command switch
    {
        { Account.Value: var account } when account.StartsWith("nothing@", StringComparison.Ordinal) => new QueueAnswer(command.Id, now, 0, Mail: command.Kind == QueueCommandKind.List ? [] : null),
        { Account.Value: var account, Kind: QueueCommandKind.Release or QueueCommandKind.Delete, HeldByOthers: false } when account.StartsWith("others@", StringComparison.Ordinal) => new QueueAnswer(command.Id, now, 0),
        { Kind: QueueCommandKind.List } => new QueueAnswer(command.Id, now, 3_000, null, [new("4XyzA", QueuedMailState.Deferred, null, now.AddMinutes(-5), 1_234), new("4XyzB", QueuedMailState.Held, QueueHolder.Other, now, 567)]),
        { Kind: QueueCommandKind.Delete, HeldByOthers: false } => new QueueAnswer(command.Id, now, 0, QueueRefusal.TooManyDeleted),
        _ => new QueueAnswer(command.Id, now, 2),
    };
}
