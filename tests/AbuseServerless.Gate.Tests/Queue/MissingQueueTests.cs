using AbuseServerless.Local.FunctionsHost.Processes;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Gate.Tests.Queue;

public sealed class MissingQueueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--Queue:Postfix=/nonexistent", "Setting Queue:Postfix is /nonexistent, but there is no such folder. For Exim, set Queue:Exim.")]
    [InlineData("--Queue:Exim=/nonexistent/exim", "Setting Queue:Exim is /nonexistent/exim, but there is no such program.")]
    public async Task A_helper_for_a_mail_server_that_is_not_there_does_not_start_and_says_which(string setting, string expected)
    {
        var (code, output) = await GateProcess.RunAsync([.. Arguments, setting]);
        Assert.Equal((1, expected), (code, output.Trim()));
    }

    [Fact]
    public async Task A_helper_that_also_ends_sessions_starts_and_says_what_is_wrong_with_the_queue_before_what_the_gate_has_not_written_yet()
    {
        await using var helper = ChildProcess.Start(new ChildCommand("dotnet", [GateProcess.Program, .. Arguments, "--Queue:Exim=/nonexistent/exim", "--Sessions:Doveadm=/nonexistent/doveadm"]));
        await Eventually.HoldsAsync(() => helper.RecentOutput.Contains("[7703]", StringComparison.Ordinal), () => helper.RecentOutput);
        Assert.Matches("The mail queue cannot be controlled; .*'/nonexistent/exim'", helper.RecentOutput);
        Assert.DoesNotContain("Watching the queue", helper.RecentOutput, StringComparison.Ordinal);
    }

    private string[] Arguments => ["queue", $"--Gate:Data={_folder.Path}", $"--Queue:Data={_folder.Path}"];
}
