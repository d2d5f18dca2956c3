
namespace AbuseServerless.Module.Tests.Help;

public sealed class HelpTests
{
    [Fact]
    public async Task Every_cmdlet_and_every_parameter_has_help_and_so_has_the_module()
    {
        var result = await Pwsh.RunAsync(
            """
            Import-Module $env:MODULE
            $common = [System.Management.Automation.Cmdlet]::CommonParameters
            foreach ($command in Get-Command -Module AbuseServerless -CommandType Cmdlet) {
                $help = Get-Help $command.Name -Full
                if ($help.Synopsis.Trim() -notmatch '\.$') { "$command has no synopsis" }
                if (-not $help.description.Text) { "$command has no description" }
                if (@($help.examples.example).Count -lt 3) { "$command has too few examples" }
                if (-not $help.alertSet.alert.Text) { "$command has no notes on errors" }
                if (@($help.syntax.syntaxItem).Count -ne $command.ParameterSets.Count) { "$command has another number of syntaxes" }
                $told = @($help.parameters.parameter | Where-Object { $_.description.Text } | ForEach-Object name)
                $command.Parameters.Keys | Where-Object { $_ -notin $common -and $_ -notin $told } | ForEach-Object { "$command -$_ has no help" }
            }
            (Get-Help about_AbuseServerless) -match 'A morning''s routine'
            """);

        Assert.Equal(["True"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task Help_reads_as_an_operator_expects()
    {
        var result = await Pwsh.RunAsync("Import-Module $env:MODULE; Get-Help Get-GeoSuspension -Full | Out-String -Width 400");

        var rows = result.WithoutError().Rows;
        Assert.Contains(rows, row => row.StartsWith("Get-GeoSuspension [[-Account] <String[]>] [-Country <String[]>]", StringComparison.Ordinal) && row.Contains("[-State {Watched | Pending | Active | ", StringComparison.Ordinal));
        Assert.Contains("Accept pipeline input? True (ByValue, ByPropertyName)", rows);
        Assert.Contains("--- Example 1: Who is suspended now ---", rows);
        Assert.Contains("Get-GeoSuspension -State Active", rows);
    }
}
