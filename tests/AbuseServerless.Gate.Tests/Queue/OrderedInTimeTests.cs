using System.Text.Json;
using System.Threading.Channels;
using AbuseServerless.Accounts;
using AbuseServerless.Gate.Queue;
using AbuseServerless.Gate.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Gate.Tests.Queue;

/// <summary>That queued mail is on hold two seconds after the gate has heard of a suspension, without a stopwatch: what waits, waits by a clock that stands still until the test moves it. With real mail servers and their speed: the mail tests.</summary>
public sealed class OrderedInTimeTests : IDisposable
{
    private const string Message = "1tAbCd-000001-Xy";

    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(2);

    private readonly TemporaryFolder _folder = new();

    private string Exim => Path.Combine(_folder.Path, "exim");

    private string Header => Path.Combine(_folder.Path, "input", Message + "-H");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_suspension_is_written_at_once_and_the_helper_holds_the_mail_at_its_next_look_within_the_promised_time()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It is a script of a shell.");
        Queue();
        var clock = new SteppedClock();
        Order(clock);
        using var keeper = new QueueKeeper(
            Options.Create(new QueueOptions { Data = Path.Combine(_folder.Path, "data"), Exim = Exim }), Options.Create(new GateOptions { Data = _folder.Path }), new AccountAliases(), clock, NullLogger<QueueKeeper>.Instance);
        await keeper.StartAsync(TestContext.Current.CancellationToken);
        try
        {
            // It has looked through the queue, and sleeps until the next look.
            await clock.SleepsAsync();
            Assert.DoesNotContain("-frozen", await File.ReadAllTextAsync(Header, TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.InRange(clock.Sleep, TimeSpan.FromMilliseconds(1), Promised);

            Assert.True(new SavePace(TimeSpan.FromMilliseconds(100)).IsDue(TimeSpan.Zero, isUrgent: true));
            Order(clock, "alice@example.jp");
            clock.Advance(clock.Sleep);
            await clock.SleepsAsync();
            Assert.Contains("-frozen", await File.ReadAllTextAsync(Header, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
        finally
        {
            await keeper.StopAsync(CancellationToken.None);
        }
    }

    // A queue of one message, and a program that freezes it as Exim's does.
    private void Queue()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Header)!);
        File.WriteAllText(Header, $"{Message}-H\nexim 100 100\n<x@example.jp>\n1732800000 0\n-auth_id alice@example.jp\n-deliver_firsttime\nXX\n1\nbob@example.com\n\n");
        File.WriteAllText(
            Exim,
            $"""
            #!/bin/sh
            [ "$1" = -bP ] && echo "spool_directory = {_folder.Path}"
            [ "$1" = -Mf ] && sed -i 's/^-auth_id/-frozen 1732800001\n-auth_id/' {Header} && echo "Message $2 is now frozen"
            exit 0
            """);
        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(Exim, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    private void Order(TimeProvider clock, params string[] suspended)
    {
        var accounts = suspended.Select(account => new { account, until = (string?)null, transitions = 1 });
        var next = Path.Combine(_folder.Path, "next");
        File.WriteAllText(next, JsonSerializer.Serialize(new { saved = clock.GetUtcNow(), asOf = clock.GetUtcNow(), mode = "Enforce", smtpOnly = false, accounts }));
        File.Move(next, Path.Combine(_folder.Path, "suspended.json"), overwrite: true);
    }

    private sealed class SteppedClock() : FakeTimeProvider(TimeProvider.System.GetUtcNow())
    {
        private readonly Channel<TimeSpan> _sleeps = Channel.CreateUnbounded<TimeSpan>();

        /// <summary>How long the sleep is that began last.</summary>
        public TimeSpan Sleep { get; private set; }

        public async Task SleepsAsync() => Sleep = await _sleeps.Reader.ReadAsync(TestContext.Current.CancellationToken);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _sleeps.Writer.TryWrite(dueTime);
            return timer;
        }
    }
}
