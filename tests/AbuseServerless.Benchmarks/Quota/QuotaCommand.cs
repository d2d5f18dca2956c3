using AbuseServerless.Benchmarks.Measuring;
using Spectre.Console.Cli;

namespace AbuseServerless.Benchmarks.Quota;

/// <summary><c>quota</c>: what limits senders, ours and others', asked by the same Postfix in one run.</summary>
internal sealed class QuotaCommand : AsyncCommand<QuotaSettings>
{
    // Nobody reaches it while speed is measured.
    private const int NoLimit = 1_000_000;
    private const int Accounts = 1_000;

    public override async Task<int> ExecuteAsync(CommandContext context, QuotaSettings settings, CancellationToken cancellationToken)
    {
        if (!PrivatePostfix.IsThere)
        {
            Say.Progress("It needs root and Debian's package postfix.");
            return 1;
        }

        var machine = MachineInfo.Read();
        Say.Progress("Postfix alone …");
        var alone = await MessagesAsync("", settings, cancellationToken);
        var all = new List<ContenderFigures>();
        foreach (var contender in Contender.All)
        {
            var version = contender.Package is null ? "this tree" : await Shell.VersionAsync(contender.Package, cancellationToken);
            all.Add(version is null
                ? new ContenderFigures(contender.Name, "", $"Debian's package {contender.Package} is not installed.", null, null, null, null)
                : await MeasureAsync(contender, version, settings, cancellationToken));
        }

        Figures.Print(new QuotaFigures("quota", settings.Sessions, settings.Limit, await Shell.VersionAsync("postfix", cancellationToken) ?? "", alone, all, machine));
        return 0;
    }

    private static async Task<ContenderFigures> MeasureAsync(Contender contender, string version, QuotaSettings settings, CancellationToken cancellationToken)
    {
        Speed? policy = null;
        Speed messages;
        await using (var fast = await contender.StartAsync(NoLimit, cancellationToken))
        {
            if (fast.PolicyPort is { } port)
            {
                Say.Progress($"{contender.Name}: requests …");
                policy = await RequestsAsync(port, settings, cancellationToken);
            }

            Say.Progress($"{contender.Name}: messages …");
            messages = await MessagesAsync(fast.PostfixSettings, settings, cancellationToken);
        }

        Say.Progress($"{contender.Name}: floods …");
        await using var limited = await contender.StartAsync(settings.Limit, cancellationToken);
        var passed = await FloodsAsync(limited.PostfixSettings, settings, cancellationToken);
        return new ContenderFigures(contender.Name, version, null, policy, messages, passed, passed.Max() - settings.Limit);
    }

    private static async Task<Speed> RequestsAsync(int port, QuotaSettings settings, CancellationToken cancellationToken)
    {
        var connections = await Task.WhenAll(Enumerable.Range(0, settings.Sessions).Select(_ => PolicyConnection.OpenAsync(port, cancellationToken)));
        var asked = 0;
        var speed = await ClosedLoop.MeasureAsync(
            [.. connections.Select(connection => (Func<Task>)(async () =>
            {
                var number = Interlocked.Increment(ref asked);
                if (!await connection.AskAsync($"user{number % Accounts}@rig.test", $"{number:x}.1", cancellationToken))
                {
                    throw new InvalidOperationException("A request within the limit was refused.");
                }
            }))],
            settings.Seconds);
        Array.ForEach(connections, connection => connection.Dispose());
        return speed;
    }

    private static async Task<Speed> MessagesAsync(string postfixSettings, QuotaSettings settings, CancellationToken cancellationToken)
    {
        await using var postfix = await PrivatePostfix.StartAsync(postfixSettings, cancellationToken);
        var sessions = await Task.WhenAll(Enumerable.Range(0, settings.Sessions).Select(session => SmtpClientSession.OpenAsync(postfix.Port, $"sender{session}@rig.test", cancellationToken)));
        var speed = await ClosedLoop.MeasureAsync(
            [.. sessions.Select(session => (Func<Task>)(async () =>
            {
                if (!await session.SendAsync(cancellationToken))
                {
                    throw new InvalidOperationException("A message within the limit was refused.");
                }
            }))],
            settings.Seconds);
        Array.ForEach(sessions, session => session.Dispose());
        return speed;
    }

    // All sessions are open before the first message: each account is asked about by as many at once as may be.
    private static async Task<int[]> FloodsAsync(string postfixSettings, QuotaSettings settings, CancellationToken cancellationToken)
    {
        await using var postfix = await PrivatePostfix.StartAsync(postfixSettings, cancellationToken);
        var passed = new int[settings.Floods];
        for (var flood = 0; flood < settings.Floods; flood++)
        {
            var account = $"flooded{flood}@rig.test";
            var sessions = await Task.WhenAll(Enumerable.Range(0, settings.Sessions).Select(_ => SmtpClientSession.OpenAsync(postfix.Port, account, cancellationToken)));
            var accepted = await Task.WhenAll(sessions.Select(session => Task.Run(
                async () =>
                {
                    var count = 0;
                    for (var message = 0; message < 3; message++)
                    {
                        count += await session.SendAsync(cancellationToken) ? 1 : 0;
                    }

                    return count;
                },
                cancellationToken)));
            passed[flood] = accepted.Sum();
            Array.ForEach(sessions, session => session.Dispose());
        }

        return passed;
    }
}
