using AbuseServerless.Mail.Tests.MailServers;

namespace AbuseServerless.Mail.Tests.Queue;

/// <summary>The queue of a real Exim: messages of several logins that all send as one address, each with an ACL variable that imitates another login.</summary>
public sealed class EximQueueTests
{
    private const string Alice = "alice@example.test";
    private const string Bob = "bob@example.test";

    public EximQueueTests()
    {
        Exim.Require();
        Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "setpriv is missing (Debian: apt-get install util-linux).");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "before\nafter\nbefore\nafter\nafter\n")]
    public async Task Queued_mail_of_a_suspended_login_is_frozen_thawed_where_that_was_an_error_and_removed_after_its_time_where_it_was_abuse_and_nobody_elses_is_touched(bool split, string kills)
    {
        await using var exim = await Exim.StartAsync(split, Cancellation);
        await using var helper = new QueueHelperProcess();
        var (hers, his) = (await exim.SendAsync(Alice, 5, Cancellation), await exim.SendAsync(Bob, 5, Cancellation));

        // What somebody else froze stays somebody else's.
        await exim.RunAsync("-Mf", hers[0]);
        await File.WriteAllTextAsync(helper.Kills, kills, Cancellation);
        helper.Order("Observe", [(Alice, 1)]);
        helper.StartAndKeepForExim(exim.Program, "--Queue:Interval=00:00:01");
        await IsSoAsync("it watches", () => helper.Output.Contains("Watching the queue", StringComparison.Ordinal));
        Assert.Equal([hers[0]], exim.Queued(frozen: true));

        helper.Order("Enforce", [(Alice, 1)]);
        await IsSoAsync("hers are frozen", () => Ids("Held").Count == 4);
        Assert.Equal(hers.Order(), exim.Queued(frozen: true).Order());
        Assert.Equal(his.Order(), exim.Queued(frozen: false).Order());

        helper.Order("Enforce", [(Bob, 7)], (Alice, 1, 2, "FalsePositive"), (Bob, 7, 7, "Abuse"));
        await IsSoAsync("hers are thawed and his are frozen", () => Ids("Released").Count == 4 && Ids("Held").Count == 9);
        Assert.Equal(hers[1..].Order(), Ids("Released").Order());
        Assert.Equal(his.Append(hers[0]).Order(), exim.Queued(frozen: true).Order());
        await exim.RunAsync("-q");
        await IsSoAsync("hers are delivered", () => exim.Queued(frozen: false).Count == 0);

        await helper.KillKeptAsync("--Queue:DeleteAfter=00:00:01");
        await IsSoAsync("his are removed", () => Ids("Deleted").Count == 5);
        Assert.Equal(his.Order(), Ids("Deleted").Order());
        Assert.Equal([hers[0]], exim.Queued(frozen: true));
        Assert.All(hers[1..], id => Assert.Contains(id, exim.Delivered, StringComparison.Ordinal));
        Assert.All(his, id => Assert.DoesNotContain(id, exim.Delivered, StringComparison.Ordinal));
        Assert.Equal(kills.Count(letter => letter == '\n') + 1, helper.Deaths);
        Assert.DoesNotContain("example.org", helper.Text(), StringComparison.Ordinal);

        IReadOnlySet<string> Ids(string act) => helper.Record().Where(entry => entry.Act == act).SelectMany(entry => entry.Messages).ToHashSet();

        async Task IsSoAsync(string what, Func<bool> condition)
        {
            try
            {
                await Eventually.HoldsAsync(condition, () => what, Cancellation);
            }
            catch
            {
                TestContext.Current.SendDiagnosticMessage("{0}", $"{helper.Output}\n{helper.Text()}\n{exim.Log}");
                throw;
            }
        }
    }

    [Theory]
    [InlineData("xé@example.test")]
    [InlineData(@"CORP\nancy")]
    public async Task Queued_mail_of_any_login_is_frozen_and_thawed(string login)
    {
        await using var exim = await Exim.StartAsync(split: false, Cancellation);
        await using var helper = new QueueHelperProcess();
        var (hers, _) = (await exim.SendAsync(login, 1, Cancellation), await exim.SendAsync("xe@example.test", 1, Cancellation));
        helper.Order("Enforce", [(login.ToLowerInvariant(), 1)]);
        helper.Start("/etc/postfix", $"--Queue:Exim={exim.Program}", "--Queue:Interval=00:00:01");
        await Eventually.HoldsAsync(() => helper.Record().Any(entry => entry.Act == "Held"), () => helper.Output, Cancellation);
        Assert.Equal(hers, exim.Queued(frozen: true));

        helper.Order("Enforce", [], (login.ToLowerInvariant(), 1, 2, "FalsePositive"));
        await Eventually.HoldsAsync(() => helper.Record().Any(entry => entry.Act == "Released"), () => helper.Output, Cancellation);
        Assert.Empty(exim.Queued(frozen: true));
    }

    [Fact]
    public async Task A_message_that_Exim_is_working_on_is_frozen_afterwards_and_one_that_it_cannot_read_is_told_once()
    {
        await using var exim = await Exim.StartAsync(split: false, Cancellation);
        await using var helper = new QueueHelperProcess();
        var hers = await exim.SendAsync(Alice, 3, Cancellation);
        var damaged = exim.FileOf(hers[2], 'H');
        await File.WriteAllTextAsync(damaged, (await File.ReadAllTextAsync(damaged, Cancellation)).Replace("\nXX\n1\n", "\nXX\n9\n", StringComparison.Ordinal), Cancellation);
        await using (var working = new FileStream(exim.FileOf(hers[0], 'D'), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            if (OperatingSystem.IsLinux())
            {
                working.Lock(0, 1);
            }

            helper.Order("Enforce", [(Alice, 1)]);
            helper.Start("/etc/postfix", $"--Queue:Exim={exim.Program}", "--Queue:Interval=00:00:01");
            await Eventually.HoldsAsync(() => Acts(hers[1]).Contains("Held") && Acts(hers[0]).Contains("NotHeld"), () => "the other is frozen", Cancellation);
            Assert.Equal([hers[1]], exim.Queued(frozen: true));
        }

        await Eventually.HoldsAsync(() => Acts(hers[0]).Contains("Held"), () => "both are frozen", Cancellation);
        Assert.Equal(hers[..2].Order(), exim.Queued(frozen: true).Order());
        Assert.Equal(["Holding", "NotHeld"], Acts(hers[2]));
        Assert.Contains($"such as {hers[2]}", helper.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be controlled", helper.Output, StringComparison.Ordinal);

        string[] Acts(string id) => [.. from entry in helper.Record() where entry.Messages.Contains(id) select entry.Act];
    }

    [Fact]
    public async Task A_program_that_is_no_Exim_is_told()
    {
        await using var helper = new QueueHelperProcess();
        helper.Order("Enforce", [(Alice, 1)]);
        helper.Start("/etc/postfix", "--Queue:Exim=/usr/bin/false");
        await Eventually.HoldsAsync(() => helper.Output.Contains("/usr/bin/false ended with 1", StringComparison.Ordinal), () => "it says so", Cancellation);
        Assert.Empty(helper.Record());
    }

    [Theory]
    [InlineData("Message ID could not be frozen: spool file write error: No space left on device", "could not be frozen")]
    [InlineData("Couldn't open spool file for ID: Read-only file system", "Read-only file system")]
    [InlineData("Permission denied", "Permission denied")]
    public async Task What_Exim_could_not_do_is_told_and_tried_again(string said, string told)
    {
        await using var exim = await Exim.StartAsync(split: false, Cancellation);
        await using var helper = new QueueHelperProcess();
        var hers = await exim.SendAsync(Alice, 1, Cancellation);
        var program = Path.Combine(helper.GateData, "failing");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\ncase $1 in -M*) [ -e {program}.over ] || {{ echo \"{said.Replace("ID", "$2", StringComparison.Ordinal)}\"; exit 1; }} ;; esac\nexec {exim.Program} \"$@\"\n", Cancellation);
        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        helper.Order("Enforce", [(Alice, 1)]);
        helper.Start("/etc/postfix", $"--Queue:Exim={program}", "--Queue:Interval=00:00:01");
        await Eventually.HoldsAsync(() => helper.Output.Contains(told, StringComparison.Ordinal), () => "it is told", Cancellation);
        Assert.Empty(exim.Queued(frozen: true));
        await File.WriteAllTextAsync($"{program}.over", "", Cancellation);
        await Eventually.HoldsAsync(() => helper.Record().Any(entry => entry.Act == "Held"), () => "it is frozen", Cancellation);
        Assert.Equal(hers, exim.Queued(frozen: true));
    }

    [Fact]
    public async Task Without_a_path_it_is_Postfix_and_a_path_must_be_absolute()
    {
        await using var helper = new QueueHelperProcess();
        helper.Order("Enforce", [(Alice, 1)]);
        helper.Start("/nonexistent", "--Queue:Exim=");
        await Eventually.HoldsAsync(() => helper.Output.Contains("Setting Queue:Postfix is /nonexistent, but there is no such folder. For Exim, set Queue:Exim.", StringComparison.Ordinal), () => $"it looks for Postfix: {helper.Output}", Cancellation);
        await helper.KillAsync();
        helper.Start("/nonexistent", "--Queue:Exim=exim4");
        await Eventually.HoldsAsync(() => helper.Output.Contains("Queue:Exim must be an absolute path", StringComparison.Ordinal), () => "it says so", Cancellation);
    }
}
