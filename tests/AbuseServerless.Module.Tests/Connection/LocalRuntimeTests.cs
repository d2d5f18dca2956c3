using AbuseServerless.Azure;
using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Connection;

public sealed class LocalRuntimeTests(Installation installation)
{
    [Fact]
    public async Task A_running_local_runtime_is_found_by_its_file()
    {
        var result = await InFileAsync(Environment.ProcessId, "(Connect-GeoAbuse -Local -Path $env:FILE -PassThru).Kind");

        Assert.Equal(["Local"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task A_local_runtime_that_has_ended_is_not_taken_for_a_running_one()
    {
        var result = await InFileAsync(int.MaxValue, "try { Connect-GeoAbuse -Local -Path $env:FILE } catch { $_.FullyQualifiedErrorId.Split(',')[0]; $_.ToString() }");

        Assert.Equal("LocalRuntimeNotRunning", result.WithoutError().Lines[0]);
        Assert.Contains("has ended", result.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_file_no_local_runtime_is_running() =>
        Assert.Equal(
            ["LocalRuntimeNotRunning"],
            (await Pwsh.RunAsync(
                "$env:XDG_DATA_HOME = $env:HOME = $env:TEMP = $env:NOWHERE; Import-Module $env:MODULE; try { Connect-GeoAbuse -Local } catch { $_.FullyQualifiedErrorId.Split(',')[0] }",
                ("NOWHERE", Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"))))).WithoutError().Lines);

    [Fact]
    public async Task The_data_folder_of_a_runtime_does_as_well_and_a_folder_of_none_is_said()
    {
        using var folder = new TemporaryFolder();
        const string connect = "Import-Module $env:MODULE; try { (Connect-GeoAbuse -Local -Path $env:FOLDER -PassThru).Kind } catch { \"$($_.FullyQualifiedErrorId.Split(',')[0]): $_\" }";
        var none = await Pwsh.RunAsync(connect, ("FOLDER", folder.Path));
        Assert.Equal([$"LocalRuntimeNotRunning: No local runtime is running with the data folder '{folder.Path}': it does not hold the file connection.json, which a running one keeps there."], none.WithoutError().Lines);

        new LocalConnection(installation.Storage, installation.EventHubs, new Uri("http://127.0.0.1:1"), Environment.ProcessId).Write(Path.Combine(folder.Path, LocalConnection.FileInData));
        Assert.Equal(["Local"], (await Pwsh.RunAsync(connect, ("FOLDER", folder.Path))).WithoutError().Lines);
    }

    private async Task<PwshResult> InFileAsync(int processId, string script)
    {
        var file = Path.Combine(Path.GetTempPath(), $"abuse-serverless-{Guid.NewGuid():N}.json");
        new LocalConnection(installation.Storage, installation.EventHubs, new Uri("http://127.0.0.1:1"), processId).Write(file);
        try
        {
            return await Pwsh.RunAsync("Import-Module $env:MODULE\n" + script, ("FILE", file));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
