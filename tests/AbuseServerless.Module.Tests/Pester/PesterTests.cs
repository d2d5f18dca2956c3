using System.Reflection;
using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Pester;

/// <summary>What an administrator would script, tested as an administrator would: by Pester, on the built module.</summary>
public sealed class PesterTests(Installation installation)
{
    private static readonly string Manifest =
        typeof(PesterTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Pester").Value!;

    [Fact]
    public async Task A_morning_routine_works_from_connecting_to_the_record()
    {
        var domain = installation.Domain();
        foreach (var (account, countries) in new[] { ("alice", 10), ("bob", 10), ("carol", 10), ("dave", 6) })
        {
            await installation.TravelAsync($"{account}@{domain}", countries);
        }

        var result = await Pwsh.RunAsync(
            """
            Import-Module $env:PESTER
            $configuration = New-PesterConfiguration @{ Run = @{ Path = $env:TESTS; PassThru = $true }; Output = @{ Verbosity = 'None' } }
            $run = Invoke-Pester -Configuration $configuration
            ConvertTo-Json @{
                Passed = $run.PassedCount
                Failed = @($run.Tests | Where-Object Result -NE Passed | ForEach-Object { "$($_.ExpandedPath): $($_.ErrorRecord)" })
                Broken = @($run.FailedBlocks + $run.FailedContainers | ForEach-Object { "$($_.ErrorRecord)" })
            }
            """,
            ("PESTER", Manifest),
            ("TESTS", Path.Combine(AppContext.BaseDirectory, "Pester")),
            ("STORAGE", installation.Storage),
            ("HUBS", installation.EventHubs),
            ("DOMAIN", domain));

        var run = result.WithoutError().Json;
        Assert.Empty(run.GetProperty("Failed").EnumerateArray().Select(failed => failed.GetString()));
        Assert.Empty(run.GetProperty("Broken").EnumerateArray().Select(broken => broken.GetString()));
        Assert.Equal(15, run.GetProperty("Passed").GetInt32());
    }
}
