using System.Globalization;
using System.Net;
using AbuseServerless.Gate.Tests.Running;
using AbuseServerless.Quotas;
using AbuseServerless.Testing.Runtime;
using Xunit.Sdk;

namespace AbuseServerless.Gate.Tests.Quotas;

/// <summary>A gate that is killed (-9) at a request to the table while 50 sessions wait for it, and started again.</summary>
public sealed class KilledGateTests(Cloud cloud) : IClassFixture<Cloud>, IDisposable
{
    private const int Limit = 20;
    private const int Slack = 2;
    private const int Sessions = 50;

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    // The first write, of the first message, reads the row and adds it; the next replaces it. What it wrote and did not answer is counted, so that nothing may be left.
    [Theory]
    [InlineData(1, false, 0)]
    [InlineData(1, true, 0)]
    [InlineData(2, false, 0)]
    [InlineData(2, true, 0)]
    [InlineData(3, false, Slack + 1)]
    [InlineData(3, true, Slack + 1)]
    public async Task A_gate_that_is_killed_at_any_request_lets_pass_no_more_than_two_gates_would(int request, bool afterwards, int before)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"kill{request}{(afterwards ? "after" : "before")}");
        await cloud.SetPlanAsync(name, new QuotaLimits { MessagesPerHour = Limit }, $"*@{name}.test");
        var passed = 0;
        GateProcess? doomed = null;
        Task? death = null;
        await using (var line = new DeadlyLine(cloud.Settings["Storage"], request, afterwards, () => death = doomed!.KillAsync()))
        {
            await using (doomed = await StartAsync(line.Connection))
            {
                using (var first = await OpenAsync(doomed.PostfixPort))
                {
                    for (; passed < before; passed++)
                    {
                        Assert.Equal("DUNNO", await first.AskRecipientAsync($"alice@{name}.test", Guid.NewGuid().ToString(), "x@a.test"));
                    }
                }

                await FloodAsync(doomed.PostfixPort);
                await line.Struck.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
                await death!;
            }
        }

        await using var next = await StartAsync(cloud.Settings["Storage"]);
        await FloodAsync(next.PostfixPort);
        Assert.InRange(passed, before, Limit + (2 * Slack) - 1);
        using var answer = await OpenAsync(next.PostfixPort);
        Assert.StartsWith("DEFER_IF_PERMIT", await answer.AskRecipientAsync($"alice@{name}.test", Guid.NewGuid().ToString(), "x@a.test"), StringComparison.Ordinal);

        // Postfix takes what the gate let pass at its recipient, whatever becomes of the gate then.
        Task FloodAsync(int port) => Task.WhenAll(Enumerable.Range(0, Sessions).Select(async _ =>
        {
            try
            {
                using var connection = await OpenAsync(port);
                for (var message = 0; message < 2; message++)
                {
                    if (await connection.AskRecipientAsync($"alice@{name}.test", Guid.NewGuid().ToString(), "x@a.test") == "DUNNO")
                    {
                        Interlocked.Increment(ref passed);
                    }
                }
            }
            catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or XunitException)
            {
                // The gate is dead.
            }
        }));
    }

    private static Task<PostfixConnection> OpenAsync(int port) => PostfixConnection.OpenAsync(new IPEndPoint(IPAddress.Loopback, port));

    private async Task<GateProcess> StartAsync(string storage)
    {
        var gate = await GateProcess.StartAsync(
            new Dictionary<string, string>(cloud.Settings) { ["Storage"] = storage, ["Gate:Data"] = _data.Path, ["Quota:MaximumWait"] = "00:01:00" }, TestContext.Current.CancellationToken);
        await gate.UntilItKnowsPlansAsync(null, TestContext.Current.CancellationToken);
        return gate;
    }
}
