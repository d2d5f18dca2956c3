using System.Collections.Concurrent;
using System.Globalization;
using AbuseServerless.Local.FunctionsHost.Processes;
using AbuseServerless.Local.FunctionsHost.Workers;
using AbuseServerless.Local.Tests.FunctionsHost;

namespace AbuseServerless.Local.Tests.Processes;

public class ChildProcessTests
{
    [Fact]
    public async Task A_child_is_heard_until_its_end_and_its_exit_code_is_known()
    {
        var lines = new ConcurrentQueue<string>();
        await using ChildProcess child = Node("console.log('one'); console.error(process.env.GREETING); process.exitCode = 7", lines.Enqueue, ("GREETING", "two words \"quoted\""));

        Assert.Equal(7, await child.Exited.WaitAsync(Eventually.Limit));
        Assert.Equal(["one", "two words \"quoted\""], lines.Order());
        Assert.Contains("one", child.RecentOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_id_is_the_childs_own()
    {
        var lines = new ConcurrentQueue<string>();
        await using ChildProcess child = Node("console.log(process.pid)", lines.Enqueue);

        await child.Exited.WaitAsync(Eventually.Limit);
        Assert.Equal([child.Id.ToString(CultureInfo.InvariantCulture)], lines);
    }

    [Fact]
    public async Task A_child_may_end_by_itself_when_it_is_asked_to()
    {
        var lines = new ConcurrentQueue<string>();
        await using ChildProcess child = Node("process.on('SIGINT', () => { console.log('bye'); process.exit(0); }); setInterval(() => { }, 1000); console.log('ready')", lines.Enqueue);
        await Eventually.HoldsAsync(() => lines.Contains("ready"));

        Assert.True(await child.StopAsync("INT", Eventually.Limit));
        Assert.Contains("bye", lines);
        Assert.Equal(0, await child.Exited);
    }

    [Fact]
    public async Task A_child_that_will_not_end_is_killed()
    {
        var lines = new ConcurrentQueue<string>();
        await using ChildProcess child = Node("process.on('SIGINT', () => { }); setInterval(() => { }, 1000); console.log('ready')", lines.Enqueue);
        await Eventually.HoldsAsync(() => lines.Contains("ready"));

        Assert.False(await child.StopAsync("INT", TimeSpan.FromMilliseconds(200)));
        Assert.False(ProcessTable.Holds(child.Id));
    }

    [Fact]
    public async Task No_child_outlives_a_killed_parent()
    {
        var notebook = Directory.CreateTempSubdirectory("abuse-serverless-").FullName;
        var lines = new ConcurrentQueue<string>();
        var parentProgram = Path.Combine(AppUnderTest.Output("AbuseServerless.Local.Tests.Parent"), "AbuseServerless.Local.Tests.Parent.dll");
        await using ChildProcess parent = ChildProcess.Start(new ChildCommand(DotnetHost.Path, [parentProgram, AppUnderTest.AppDirectory, notebook]), lines.Enqueue);
        await Eventually.HoldsAsync(() => parent.Exited.IsCompleted || lines.Any(static line => line.StartsWith("children ", StringComparison.Ordinal)));
        int[] children = [.. lines.Single(static line => line.StartsWith("children ", StringComparison.Ordinal)).Split(' ')[1..].Select(int.Parse)];
        Assert.Equal(2, children.Length);
        Assert.All(children, static child => Assert.True(ProcessTable.Holds(child)));

        parent.Kill();

        await Eventually.HoldsAsync(() => !children.Any(ProcessTable.Holds));
        Directory.Delete(notebook, recursive: true);
    }

    private static ChildProcess Node(string script, Action<string> line, params (string Name, string Value)[] environment) =>
        ChildProcess.Start(new ChildCommand("node", ["-e", script]) { Environment = environment.ToDictionary(static pair => pair.Name, static pair => (string?)pair.Value) }, line);
}
