using System.Reflection;
using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Isolation;

/// <summary>Az and many other modules bring an Azure.Core of their own; a process holds one of a name in its default context.</summary>
public sealed class OtherAzureCoreTests(Installation installation)
{
    private static readonly string Older = typeof(OtherAzureCoreTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "OlderAzureCore").Value!;

    private const string Connect = "Connect-GeoAbuse -ConnectionString $env:STORAGE -EventHubsConnectionString $env:HUBS 6>$null";

    private const string Work =
        """
        Get-GeoSuspension "*@$env:DOMAIN" | ForEach-Object Account
        """;

    private const string Tell =
        """
        [System.AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'Azure.Core' } | ForEach-Object {
            '{0} {1}' -f [System.Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name, $_.GetName().Version.ToString(2)
        } | Sort-Object
        """;

    [Fact]
    public Task An_older_Azure_Core_that_was_loaded_before_the_module_does_not_disturb_it() =>
        AssertBothWorkAsync($"Add-Type -Path $env:OLDER; [Azure.ETag]::new('x').ToString(); Import-Module $env:MODULE; {Connect}; {Work}; {Tell}");

    [Fact]
    public Task An_older_Azure_Core_that_is_loaded_after_the_module_has_worked_is_not_disturbed_by_it() =>
        AssertBothWorkAsync($"Import-Module $env:MODULE; {Connect}; Add-Type -Path $env:OLDER; [Azure.ETag]::new('x').ToString(); {Work}; {Tell}");

    [Fact]
    public async Task Importing_and_connecting_brings_nothing_into_the_default_context_but_the_cmdlets_and_their_contract()
    {
        var result = await installation.RunAsync(
            """
            [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies | ForEach-Object { $_.GetName().Name } |
                Where-Object { $_ -match '^(Azure|AbuseServerless|MaxMind|Microsoft\.Identity|Microsoft\.Azure|System\.ClientModel)' } | Sort-Object
            """);

        Assert.Equal(["AbuseServerless.PowerShell", "AbuseServerless.PowerShell.Contract"], result.WithoutError().Lines);
    }

    private async Task AssertBothWorkAsync(string script)
    {
        var domain = installation.Domain();
        await installation.SuspendAsync("alice@" + domain);

        var result = await Pwsh.RunAsync(
            script, ("OLDER", Older), ("STORAGE", installation.Storage), ("HUBS", installation.EventHubs), ("DOMAIN", domain));

        Assert.Equal("x", result.WithoutError().Lines[0]);
        Assert.Equal("alice@" + domain, result.Lines[1]);
        Assert.Equal(2, result.Lines[2..].Length);
        Assert.Contains("Default 1.44", result.Lines[2..]);
        Assert.Contains(result.Lines[2..], line => line.StartsWith("AbuseServerless.PowerShell.Engine ", StringComparison.Ordinal));
    }
}
