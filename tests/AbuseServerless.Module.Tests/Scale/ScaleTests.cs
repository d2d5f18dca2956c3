using System.Globalization;
using AbuseServerless.Local.Processes;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Module.Tests.Scale;

/// <summary>Many suspensions, in a storage account of their own. How fast it all is, the benchmark <c>module</c> tells.</summary>
public sealed class ScaleTests : IAsyncLifetime
{
    private const int Suspensions = 10_000;
    private const int Resumed = 1_000;

    private Azurite? _azurite;

    private string Storage => _azurite!.ConnectionString;

    public async ValueTask InitializeAsync()
    {
        _azurite = await Azurite.StartAsync(new AzuriteOptions());
        await ActiveSuspensions.WriteAsync(Storage, Suspensions, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => _azurite?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task The_first_suspension_comes_with_the_first_answer_and_all_of_them_take_no_more_memory_than_few()
    {
        var result = await RunAsync(
            """
            $all = Get-GeoSuspension -Verbose 4>&1
            $first = 0; while ($all[$first] -is [Management.Automation.VerboseRecord]) { $first++ }
            "$first $(@($all | Where-Object { $_ -is [Management.Automation.VerboseRecord] }).Count) $($all.Count - @($all | Where-Object { $_ -is [Management.Automation.VerboseRecord] }).Count)"
            Remove-Variable all
            $grown = foreach ($pass in 1..3) {
                $count = 0
                Get-GeoSuspension | ForEach-Object {
                    $count++
                    if ($count -eq 2000) { $few = [GC]::GetTotalMemory($true) }
                    if ($count -eq 10000) { $many = [GC]::GetTotalMemory($true) }
                }
                [long](($many - $few) / $count)
            }
            "$count"
            ($grown | Measure-Object -Minimum).Minimum
            """);

        // So many requests before the first object, in all, and objects. Three ask for the mode: its row, and as nobody has set it, what the workers say, in the table of now and in that of before.
        var lines = result.WithoutError().Lines;
        var requests = lines[0].Split(' ').Select(number => int.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        Assert.InRange(requests[0], 0, 4);
        Assert.InRange(requests[1], Suspensions / 1000, Suspensions / 1000 + 4);
        Assert.Equal(Suspensions, requests[2]);
        Assert.Equal(Suspensions, int.Parse(lines[1], CultureInfo.InvariantCulture));

        // A suspension held in memory would take some 700 bytes, in each pass. The pages under way and the buffers of the clients differ by a few megabytes between two moments, in some passes.
        Assert.InRange(long.Parse(lines[2], CultureInfo.InvariantCulture), long.MinValue, 100);
    }

    [Fact]
    public async Task Of_a_thousand_accounts_in_a_csv_file_all_but_the_unknown_are_resumed_while_progress_is_shown()
    {
        var file = Path.Combine(Path.GetTempPath(), $"abuse-serverless-{Guid.NewGuid():N}.csv");
        await File.WriteAllLinesAsync(
            file,
            ["Account,Note", .. Enumerable.Range(0, Resumed).Select(number => $"{(number % 100 == 7 ? "unknown" : "")}{ActiveSuspensions.Account(number)},x")],
            TestContext.Current.CancellationToken);
        try
        {
            var result = await RunAsync(
                """
                $shell = [powershell]::Create()
                $null = $shell.AddScript({
                    Import-Module $env:MODULE
                    Import-Csv $env:FILE | Resume-GeoAccount -Reason 'Passwords changed.' -PassThru
                })
                $done = $shell.Invoke()
                "$($done.Count) $($shell.Streams.Error.Count) $(($shell.Streams.Error.TargetObject | Where-Object { $_ -notlike 'unknown*' }).Count)"
                @($shell.Streams.Progress | Where-Object Activity -EQ 'Resume account').Count -gt 1
                """,
                ("FILE", file));

            Assert.Equal(["990 10 0", "True"], result.WithoutError().Lines);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private Task<PwshResult> RunAsync(string script, params (string Name, string Value)[] environment) => Pwsh.RunAsync(
        """
        Import-Module $env:MODULE
        Connect-GeoAbuse -ConnectionString $env:STORAGE 6>$null
        """ + Environment.NewLine + script,
        [("STORAGE", Storage), .. environment]);
}
