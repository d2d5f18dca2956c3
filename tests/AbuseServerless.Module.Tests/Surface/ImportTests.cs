
namespace AbuseServerless.Module.Tests.Surface;

public sealed class ImportTests
{
    [Fact]
    public async Task The_manifest_is_valid_and_the_module_imports_without_a_word()
    {
        var result = await Pwsh.RunAsync(
            """
            $manifest = Test-ModuleManifest (Join-Path $env:MODULE 'AbuseServerless.psd1')
            Import-Module $env:MODULE
            $module = Get-Module AbuseServerless
            '{0} {1} {2}' -f $module.Name, $module.Version, ($manifest.CompatiblePSEditions -join ',')
            """);

        Assert.Equal(["AbuseServerless 0.1.0 Core"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task What_the_module_exports_changes_on_purpose_only()
    {
        var result = await Pwsh.RunAsync(
            """
            Import-Module $env:MODULE
            $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
            foreach ($command in Get-Command -Module AbuseServerless | Sort-Object Name) {
                if ($command.CommandType -eq 'Alias') { "alias $($command.Name) = $($command.ResolvedCommandName)"; continue }
                "$($command.Name)$(if ($command.OutputType) { ' -> ' + $command.OutputType.Name })"
                foreach ($parameter in $command.Parameters.Values | Where-Object Name -NotIn ($common | Where-Object { $_ -notin 'First', 'Skip', 'WhatIf' }) | Sort-Object Name) {
                    $kind = foreach ($set in $parameter.ParameterSets.GetEnumerator() | Sort-Object Key) {
                        $notes = @(if ($set.Value.IsMandatory) { 'mandatory' }
                            if ($set.Value.Position -ge 0) { "position $($set.Value.Position)" }
                            if ($set.Value.ValueFromPipeline) { 'pipeline' }
                            if ($set.Value.ValueFromPipelineByPropertyName) { 'property' })
                        "$($set.Key): $($notes -join ' ')".Replace('__AllParameterSets: ', '').Trim(' :')
                    }
                    "  -$($parameter.Name) $([Microsoft.PowerShell.ToStringCodeMethods]::Type($parameter.ParameterType)) $(($kind | Where-Object { $_ }) -join '; ')".TrimEnd()
                }
            }
            $assembly = (Get-Command Connect-GeoAbuse).OutputType[0].Type.Assembly
            foreach ($type in $assembly.GetExportedTypes() | Where-Object Namespace -EQ 'AbuseServerless.PowerShell' | Sort-Object Name) {
                if ($type.IsEnum) { "enum $($type.Name): $([Enum]::GetNames($type) -join ' ')" }
                else {
                    "type $($type.Name)"
                    foreach ($property in $type.GetProperties() | Sort-Object Name) { "  $($property.Name) $([Microsoft.PowerShell.ToStringCodeMethods]::Type($property.PropertyType))" }
                }
            }
            """);

        var approved = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Surface", "Surface.approved.txt"));
        Assert.Equal(approved.ReplaceLineEndings("\n").TrimEnd(), string.Join('\n', result.WithoutError().Lines));
    }

    [Fact]
    public async Task Every_parameter_says_what_it_is_for()
    {
        var result = await Pwsh.RunAsync(
            """
            Import-Module $env:MODULE
            $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
            foreach ($command in Get-Command -Module AbuseServerless -CommandType Cmdlet) {
                $command.Parameters.Values | Where-Object Name -NotIn ($common + 'First', 'Skip', 'IncludeTotalCount') |
                    Where-Object { $_.ParameterSets.Values.HelpMessage -contains $null } |
                    ForEach-Object { "$($command.Name) -$($_.Name)" }
            }
            """);

        Assert.Empty(result.WithoutError().Lines);
    }
}
