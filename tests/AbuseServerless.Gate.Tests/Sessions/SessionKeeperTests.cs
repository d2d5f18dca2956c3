using System.Text.Json;
using AbuseServerless.Accounts;
using AbuseServerless.Gate.Queue;
using AbuseServerless.Gate.Sessions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Tests.Sessions;

/// <summary>The keeper with a program in doveadm's place that notes how it is called. With a real Dovecot: <c>SessionTests</c> of the mail tests.</summary>
public sealed class SessionKeeperTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly AccountAliases _aliases = new();
    private readonly SaidEvents _said = new();
    private SessionKeeper? _keeper;

    private string Doveadm => Path.Combine(_folder.Path, "doveadm");

    public async ValueTask DisposeAsync()
    {
        if (_keeper is not null)
        {
            await _keeper.StopAsync(CancellationToken.None);
            _keeper.Dispose();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task What_fails_is_tried_five_times_and_again_with_the_next_suspension_and_nobody_else_is_touched()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It is a script of a shell.");
        await CreateAsync(failing: true, "alice@example.jp", "Alice@example.jp", "-Bob@example.jp", "carol@example.jp", "da*@example.jp");
        await _keeper!.StartAsync(TestContext.Current.CancellationToken);
        Order(smtpOnly: false, ("alice@example.jp", 1), ("da*@example.jp", 4));
        await UntilAsync(() => Acts("alice@example.jp", SessionAct.NotEnded) == 10);
        var looks = Calls("who");
        await UntilAsync(() => Calls("who") > looks + 2);
        Assert.Equal((10, 1, 0), (Acts("alice@example.jp", SessionAct.Ending), Acts("da*@example.jp", SessionAct.Refused), Acts("alice@example.jp", SessionAct.Ended)));

        Order(smtpOnly: false, ("alice@example.jp", 3), ("-bob@example.jp", 7));
        await UntilAsync(() => Acts("alice@example.jp", SessionAct.NotEnded) == 20 && Acts("-bob@example.jp", SessionAct.NotEnded) == 5);
        Assert.Equal(["kick -- -Bob@example.jp", "kick -- Alice@example.jp", "kick -- alice@example.jp"], Lines("calls").Where(call => !call.EndsWith("who", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Sessions_under_an_alias_of_a_suspended_account_end_and_those_of_others_stay()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It is a script of a shell.");
        _aliases.Replace(AliasTable.Parse(["info@example.jp alice@example.jp", "sales@example.jp carol@example.jp"]));
        await CreateAsync(failing: false, "Info@example.jp", "sales@example.jp");
        Order(smtpOnly: false, ("alice@example.jp", 1));
        await _keeper!.TryLookAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["kick -- Info@example.jp"], Lines("calls").Where(call => call.StartsWith("kick", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("Enforce", true, 0)]
    [InlineData("Enforce", null, 0)]
    [InlineData("Observe", false, 0)]
    [InlineData("Enforce", false, 61)]
    public async Task Nobody_is_touched_who_may_read_mail_and_where_the_installation_observes_or_has_not_heard_for_an_hour(string mode, bool? smtpOnly, int minutes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It is a script of a shell.");
        await CreateAsync(failing: false, "alice@example.jp");
        Order(smtpOnly, [("alice@example.jp", 1)], mode, TimeSpan.FromMinutes(minutes));
        await _keeper!.TryLookAsync(TestContext.Current.CancellationToken);
        Assert.Empty(Lines("calls"));

        Order(smtpOnly: false, ("alice@example.jp", 1));
        await _keeper.TryLookAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, Acts("alice@example.jp", SessionAct.Ended));
        Assert.Equal(2, Lines(SessionJournal.FileName).Length);
    }

    [Fact]
    public async Task That_sessions_can_be_ended_again_is_said_when_doveadm_did_what_it_was_asked_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "It is a script of a shell.");
        const int Failed = 7724, Back = 7725;
        await CreateAsync(failing: true, "alice@example.jp");
        File.Move(Doveadm, Doveadm + ".away");
        await LookAsync(("alice@example.jp", 1));
        Assert.Equal([Failed], Said());

        await LookAsync();
        await LookAsync(("alice@example.jp", 3));
        Assert.Equal([Failed], Said());

        // It lists sessions, and ends none.
        File.Move(Doveadm + ".away", Doveadm);
        for (var i = 0; i < 6; i++)
        {
            await LookAsync(("alice@example.jp", 5));
        }

        Assert.Equal((5, Failed), (Acts("alice@example.jp", SessionAct.NotEnded), Assert.Single(Said())));

        File.WriteAllText(Path.Combine(_folder.Path, "open"), "username\t#\tservice\t(pids)\t(ips)\n");
        await LookAsync(("bob@example.jp", 1));
        Assert.Equal([Failed, Back], Said());

        async Task LookAsync(params (string Account, int Transitions)[] suspended)
        {
            Order(smtpOnly: false, suspended);
            await _keeper!.TryLookAsync(TestContext.Current.CancellationToken);
        }

        IEnumerable<int> Said() => _said.Events.Where(id => id is Failed or Back);
    }

    [Fact]
    public void The_record_is_kept_for_its_time()
    {
        var now = new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
        var entry = new SessionRecord(now, "mx1", SessionAct.Ended, "alice", 1, 2);
        SessionJournal.Open(_folder.Path, now).Write([entry, entry with { Time = now.AddDays(1) }]);
        File.AppendAllText(Path.Combine(_folder.Path, SessionJournal.FileName), "cut sho\n");
        SessionJournal.Open(_folder.Path, now.AddHours(1)).Write([entry with { Time = now.AddDays(2) }]);
        var lines = Lines(SessionJournal.FileName);
        Assert.Equal(3, lines.Length);
        Assert.Equal("cut sho", lines[1]);
    }

    private async Task CreateAsync(bool failing, params string[] logins)
    {
        await File.WriteAllLinesAsync(Path.Combine(_folder.Path, "open"), ["username\t#\tservice\t(pids)\t(ips)", .. logins.Select(login => $"{login}\t2\timap\t(1 2)\t(192.0.2.1)")], TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Doveadm,
            $"""
            #!/bin/sh
            echo "$*" >> {_folder.Path}/calls
            [ "$3" = who ] && exec cat {_folder.Path}/open
            [ "$1" = kick ] && {(failing ? "exit 75" : $"true > {_folder.Path}/open")}
            """,
            TestContext.Current.CancellationToken);
        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(Doveadm, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        _keeper = new SessionKeeper(
            Options.Create(new OpenSessionOptions { Doveadm = Doveadm, Interval = TimeSpan.FromSeconds(1) }),
            Options.Create(new QueueOptions { Data = _folder.Path }),
            Options.Create(new GateOptions { Data = _folder.Path }),
            _aliases,
            TimeProvider.System,
            _said);
    }

    private void Order(bool? smtpOnly, params (string Account, int Transitions)[] suspended) => Order(smtpOnly, suspended, "Enforce", TimeSpan.Zero);

    private void Order(bool? smtpOnly, (string Account, int Transitions)[] suspended, string mode, TimeSpan age)
    {
        var now = TimeProvider.System.GetUtcNow();
        var accounts = suspended.Select(one => new { account = one.Account, until = (string?)null, transitions = one.Transitions });
        var next = Path.Combine(_folder.Path, "next");
        File.WriteAllText(next, JsonSerializer.Serialize(new { saved = now, asOf = now - age, mode, smtpOnly, accounts }));
        File.Move(next, Path.Combine(_folder.Path, "suspended.json"), overwrite: true);
    }

    private int Calls(string what) => Lines("calls").Count(call => call.EndsWith(what, StringComparison.Ordinal));

    private int Acts(string account, SessionAct act) =>
        Lines(SessionJournal.FileName).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).Count(entry => entry.GetProperty("account").GetString() == account && entry.GetProperty("act").GetString() == act.ToString());

    private string[] Lines(string file) => Path.Combine(_folder.Path, file) is var path && File.Exists(path) ? File.ReadAllLines(path) : [];

    private Task UntilAsync(Func<bool> condition) => Eventually.HoldsAsync(() => Task.FromResult(condition()), () => string.Join('\n', Lines("calls").Concat(Lines(SessionJournal.FileName))));

    private sealed class SaidEvents : ILogger<SessionKeeper>
    {
        public List<int> Events { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Events.Add(eventId.Id);
    }
}
