using System.Net;
using AbuseServerless.Gate.Tests.Running;
using AbuseServerless.Quotas;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Gate.Tests.Quotas;

/// <summary>Three hosts, each in a network namespace of its own, on one table.</summary>
public sealed class NamespaceTests(Cloud cloud) : IClassFixture<Cloud>, IDisposable
{
    private const int Hosts = 3;
    private const int Limit = 20;

    // A tenth of the limit.
    private const int Slack = 2;

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Of_a_parallel_flood_through_three_hosts_no_more_passes_than_the_limit_and_the_stated_slack()
    {
        Assert.SkipUnless(PrivateNetwork.Missing is null, PrivateNetwork.Missing ?? "");
        await cloud.SetPlanAsync("three", new QuotaLimits { MessagesPerHour = Limit }, "*@three.test");
        var port = cloud.StoragePort;
        await using var network = await PrivateNetwork.StartAsync(Hosts, port);
        var settings = new Dictionary<string, string>(cloud.Settings) { ["Quota:MaximumWait"] = "00:01:00", ["AuthPolicy:Key"] = "of-the-private-network-4711" };
        settings["Storage"] = settings["Storage"].Replace("127.0.0.1", network.Address, StringComparison.Ordinal);
        var gates = await Task.WhenAll(Enumerable.Range(0, Hosts).Select(host => GateProcess.StartAsync(
            new Dictionary<string, string>(settings) { ["Gate:Data"] = Path.Combine(_data.Path, network.NamespaceOf(host)) }, network.NamespaceOf(host), network.AddressOf(host), TestContext.Current.CancellationToken)));
        try
        {
            foreach (var gate in gates)
            {
                await gate.UntilItKnowsPlansAsync(1, TestContext.Current.CancellationToken);
            }

            var answers = await Task.WhenAll(Enumerable.Range(0, 50 * Hosts).Select(session => SendAsync(network.AddressOf(session % Hosts), gates[session % Hosts].PostfixPort)));
            Assert.InRange(answers.Count(answer => answer == "DUNNO"), Limit, Limit + Hosts * Slack - 1);
            Assert.All(answers.Where(answer => answer != "DUNNO"), answer => Assert.StartsWith("DEFER_IF_PERMIT 4.7.1 ", answer, StringComparison.Ordinal));
            foreach (var gate in gates)
            {
                Assert.DoesNotContain("outcome=\"failed_open\"", await gate.Http.GetStringAsync("/metrics"), StringComparison.Ordinal);
            }
        }
        finally
        {
            foreach (var gate in gates)
            {
                await gate.DisposeAsync();
            }
        }
    }

    private static async Task<string> SendAsync(string address, int port)
    {
        using var connection = await PostfixConnection.OpenAsync(new IPEndPoint(IPAddress.Parse(address), port));
        return await connection.AskRecipientAsync("alice@three.test", Guid.NewGuid().ToString(), "x@a.test");
    }
}
