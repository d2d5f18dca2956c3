using AbuseServerless.Module.Tests.Running;
using Azure.Data.Tables;

namespace AbuseServerless.Module.Tests.Packaging;

public sealed class PackageTests(Installation installation) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-serverless-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_package_installs_from_a_folder_into_a_clean_profile_and_works_there()
    {
        var domain = installation.Domain();
        await installation.SuspendAsync("alice@" + domain);

        // What the target PackModule runs, on the module that was built with these tests; then a process whose home is empty.
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "work.ps1"),
            """
            $ErrorActionPreference = 'Stop'
            Register-PSResourceRepository -Name Folder -Uri "$env:HOME/packages" -Trusted
            $found = Find-PSResource AbuseServerless -Repository Folder
            "$($found.Name) $($found.Version) $($found.Author) $($found.LicenseUri) $($found.ProjectUri) $($found.Tags -contains 'Postfix') $($found.ReleaseNotes.Length -gt 0)"
            Install-PSResource AbuseServerless -Repository Folder -Scope CurrentUser -Quiet
            Connect-GeoAbuse -ConnectionString $env:STORAGE
            (Get-Module AbuseServerless).ModuleBase.StartsWith($env:HOME)
            (Get-GeoSuspension "*@$env:DOMAIN").Account
            (Get-Help Resume-GeoAccount).Synopsis
            """);
        var result = await Pwsh.RunAsync(
            """
            $null = New-Item -ItemType Directory "$env:FOLDER/packages"
            & $env:PACK $env:MODULE "$env:FOLDER/packages" -ProjectUri https://mail.example.jp/abuse | Split-Path -Leaf
            $env:HOME = $env:FOLDER
            Remove-Item Env:PSModulePath, Env:XDG_* -ErrorAction Ignore
            dotnet "$PSHOME/pwsh.dll" -NoProfile -NonInteractive -File "$env:FOLDER/work.ps1"
            """,
            ("FOLDER", _folder), ("PACK", RepositoryRoot.Combine("module", "Pack.ps1")), ("STORAGE", installation.Storage), ("DOMAIN", domain));

        Assert.Equal(
            [
                "AbuseServerless.0.1.0.nupkg", "AbuseServerless 0.1.0 AbuseServerless contributors https://opensource.org/license/mit https://mail.example.jp/abuse True True",
                $"Connected to {new TableServiceClient(installation.Storage).Uri.GetLeftPart(UriPartial.Path)}. Suspended accounts are refused.", "True", "alice@" + domain,
                "Resumes accounts: ends the suspension or watch, and discards the stored activity, so that the same evidence does not suspend the account again.",
            ],
            result.WithoutError().Lines);
    }
}
