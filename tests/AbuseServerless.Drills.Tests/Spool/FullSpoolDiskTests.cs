using System.Globalization;
using System.Text.RegularExpressions;
using AbuseServerless.Drills.Tests.Rig;
using AbuseServerless.Drills.Tests.Storage;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Drills.Tests.Spool;

public sealed partial class FullSpoolDiskTests
{
    [Fact]
    public async Task A_gate_whose_disk_is_full_refuses_reports_says_so_and_loses_none_that_it_took()
    {
        using var disk = SmallDisk.Mount(mebibytes: 16);
        await using var installation = await Installation.StartAsync();
        await using var gate = await GateProcess.StartAsync(
            new Dictionary<string, string>
            {
                ["Storage"] = installation.Stack.Storage,
                ["EventHubs"] = installation.HubConnection,
                ["Gate:Data"] = disk.Path,
                ["Shipping:LongestPause"] = "00:00:01",
            },
            TestContext.Current.CancellationToken);
        var (taken, refused) = (0, 0);
        await ReportAsync(500);
        Assert.Equal((500, 0), (taken, refused));

        disk.Fill();
        await ReportAsync(1_000);
        Assert.True(refused > 0);
        Assert.Equal(refused, await MetricAsync(gate, "spool_refused"));

        disk.Free();
        var lost = refused;
        await ReportAsync(500);
        Assert.Equal(lost, refused);
        await Eventually.HoldsAsync(
            async () => (await gate.Http.GetStringAsync("/healthz", TestContext.Current.CancellationToken)).Contains("\"eventsWaiting\":0", StringComparison.Ordinal), () => gate.Output);
        await installation.SettleAsync();

        // After a failure a piece is published again, so the hub may have an event twice; of a piece that was acknowledged, none is missing.
        Assert.Equal(taken, installation.Messages().Select(message => Session().Match(message).Value).Distinct().Count());
        Assert.Contains("The spool cannot be written", gate.Output, StringComparison.Ordinal);
        Assert.Contains("The spool can be written again", gate.Output, StringComparison.Ordinal);
        Figures.Print(new { reports = taken + refused, taken, refused, inTheHub = installation.Messages().Count() });

        async Task ReportAsync(int count)
        {
            for (var i = 0; i < count; i++)
            {
                var number = taken + refused;
                var body = string.Create(
                    CultureInfo.InvariantCulture,
                    $$"""{"login":"user{{number % 100}}@drill.test","protocol":"smtp","remote":"{{World.Address(0, number)}}","session_id":"session-{{number}}","success":true,"policy_reject":false}""");
                using var content = new StringContent(body);
                using var answer = await gate.Http.PostAsync(new Uri("/?command=report", UriKind.Relative), content, TestContext.Current.CancellationToken);
                _ = answer.IsSuccessStatusCode ? taken++ : refused++;
            }
        }
    }

    private static async Task<long> MetricAsync(GateProcess gate, string name) => long.Parse(
        Regex.Match(await gate.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken), name + @"[a-z_]*\{[^}]*\} (\d+)").Groups[1].Value,
        CultureInfo.InvariantCulture);

    [GeneratedRegex("session-[0-9]+")]
    private static partial Regex Session();
}
