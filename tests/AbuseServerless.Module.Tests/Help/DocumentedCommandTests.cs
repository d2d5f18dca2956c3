
namespace AbuseServerless.Module.Tests.Help;

/// <summary>What the README and the pages of docs tell to type: each cmdlet is there and has the parameters that it is given.</summary>
public sealed class DocumentedCommandTests
{
    [Fact]
    public async Task Every_cmdlet_that_a_page_shows_has_the_parameters_that_it_is_given()
    {
        var result = await Pwsh.RunAsync(
            """
            $ErrorActionPreference = 'Stop'
            Import-Module $env:MODULE
            $shown = 0
            foreach ($page in @(Get-Item "$env:ROOT/README.md") + (Get-ChildItem "$env:ROOT/docs" -Filter *.md)) {
                $text = Get-Content -Raw $page
                $blocks = [regex]::Matches($text, '(?ms)^ *```powershell\n(.*?)^ *```').ForEach({ $_.Groups[1].Value })
                $inline = [regex]::Matches([regex]::Replace($text, '(?ms)^ *```.*?^ *```', ''), '`([^`\n]+)`').ForEach({ $_.Groups[1].Value.Replace('\|', '|') }).Where({ $_ -match '^[A-Z][a-z]+-Geo\w+( |$)' -and $_ -notmatch '…' })
                foreach ($code in @($blocks) + @($inline)) {
                    $errors = $null
                    $parsed = [System.Management.Automation.Language.Parser]::ParseInput($code, [ref] $null, [ref] $errors)
                    if ($errors) { "$($page.Name): $code cannot be parsed: $($errors[0].Message)" }
                    foreach ($command in $parsed.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] -and $args[0].GetCommandName() -like '*-Geo*' }, $true)) {
                        $shown++
                        $name = $command.GetCommandName()
                        $found = Get-Command $name -ErrorAction Ignore
                        if (-not $found) { "$($page.Name): there is no $name"; continue }
                        foreach ($parameter in $command.CommandElements.Where({ $_ -is [System.Management.Automation.Language.CommandParameterAst] })) {
                            if (-not $found.Parameters.ContainsKey($parameter.ParameterName)) { "$($page.Name): $name has no -$($parameter.ParameterName)" }
                        }
                    }
                }
            }
            "enough $($shown -gt 60)"
            """,
            ("ROOT", RepositoryRoot.Path));

        Assert.Equal(["enough True"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task Every_cmdlet_that_a_warning_an_error_or_a_log_entry_names_has_the_parameters_that_it_is_given()
    {
        var result = await Pwsh.RunAsync(
            """
            $ErrorActionPreference = 'Stop'
            Import-Module $env:MODULE
            $shown = 0
            $value = "'[^']*'|[\w@*]+"
            $command = "([A-Z][a-z]+-Geo\w+)((?: (?:$value))?(?: -[A-Z]\w*(?: (?:$value))?)*)"
            foreach ($file in Get-ChildItem "$env:ROOT/module", "$env:ROOT/src", "$env:ROOT/functions" -Recurse -Filter *.cs | Where-Object FullName -notmatch '/(obj|bin)/') {
                $text = [regex]::Replace((Get-Content -Raw $file), '\{[^{}\n]*\}', 'X')
                foreach ($match in [regex]::Matches($text, $command)) {
                    $shown++
                    $name = $match.Groups[1].Value
                    $found = Get-Command $name -ErrorAction Ignore
                    if (-not $found) { "$($file.Name): there is no $name"; continue }
                    foreach ($parameter in [regex]::Matches($match.Groups[2].Value, ' -(\w+)')) {
                        if (-not $found.Parameters.ContainsKey($parameter.Groups[1].Value)) { "$($file.Name): $name has no -$($parameter.Groups[1].Value)" }
                    }
                }
            }
            "enough $($shown -gt 40)"
            """,
            ("ROOT", RepositoryRoot.Path));

        Assert.Equal(["enough True"], result.WithoutError().Lines);
    }
}
