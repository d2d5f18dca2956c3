using AbuseServerless.Module.Tests.Running;
using Azure.Data.Tables;
using Azure.Data.Tables.Sas;

namespace AbuseServerless.Module.Tests.Connection;

public sealed class ConnectTests(Installation installation)
{
    private const string OtherKey = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==";

    [Fact]
    public async Task Without_a_connection_every_cmdlet_says_so()
    {
        var result = await Pwsh.RunAsync(
            """
            Import-Module $env:MODULE
            $commands = { Get-GeoSuspension }, { Get-GeoAccount a }, { Get-GeoAuditLog }, { Get-GeoDeadLetter }, { Get-GeoExemption },
                { Suspend-GeoAccount a -Reason b }, { Resume-GeoAccount a }, { Add-GeoExemption a -Reason b }, { Remove-GeoExemption a }, { '{}' | Send-GeoAuthEvent }
            foreach ($command in $commands) { try { & $command } catch { "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.CategoryInfo.Category)" } }
            """);

        Assert.Equal(Enumerable.Repeat("NotConnected ConnectionError", 10), result.WithoutError().Lines);
    }

    [Fact]
    public async Task A_connection_tells_where_it_leads_and_holds_no_key()
    {
        var result = await installation.RunAsync(
            """
            Connect-GeoAbuse -ConnectionString $env:STORAGE -EventHubsConnectionString $env:HUBS -PassThru -Verbose 4>&1 | Out-String -Width 500
            Connect-GeoAbuse -ConnectionString $env:STORAGE -EventHubsConnectionString $env:HUBS -PassThru | ConvertTo-Json -Depth 3
            (Connect-GeoAbuse -ConnectionString $env:STORAGE 6>&1).ToString()
            """);

        Assert.DoesNotContain("Eby8vdM02", result.WithoutError().Output, StringComparison.Ordinal);
        Assert.DoesNotContain("SAS_KEY_VALUE", result.Output, StringComparison.Ordinal);
        Assert.Contains("Kind      : ConnectionString", result.Lines);
        Assert.Contains("EventHubs : localhost", result.Lines);
        Assert.Contains("EventHub  : auth-events", result.Lines);
        Assert.Contains(result.Lines, line => line.StartsWith("GET http://127.0.0.1:", StringComparison.Ordinal));
        Assert.StartsWith("Connected to http://127.0.0.1:", result.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_disconnecting_there_is_no_connection()
    {
        var result = await installation.RunAsync("Disconnect-GeoAbuse; try { Get-GeoSuspension } catch { $_.FullyQualifiedErrorId }");

        Assert.StartsWith("NotConnected,", Assert.Single(result.WithoutError().Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_is_denied() =>
        Assert.Equal(
            "AccessDenied PermissionDenied",
            await FaultAsync("Connect-GeoAbuse -ConnectionString $env:STORAGE", ("STORAGE", installation.Storage.Replace("Eby8vdM02", OtherKey[..9], StringComparison.Ordinal))));

    [Fact]
    public async Task Storage_that_does_not_answer_is_unavailable() =>
        Assert.Equal(
            "ServiceUnavailable ResourceUnavailable",
            await FaultAsync("Connect-GeoAbuse -ConnectionString $env:STORAGE", ("STORAGE", AtPort(installation.Storage, FreePort.Find()))));

    [Fact]
    public async Task Storage_that_hangs_is_asked_twice_and_reported_in_plain_words()
    {
        // It accepts connections and says nothing, as a stopped process does.
        var result = await Pwsh.RunAsync(
            """
            Import-Module $env:MODULE
            $silent = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
            $silent.Start()
            $storage = $env:STORAGE -replace '127\.0\.0\.1:\d+', "127.0.0.1:$($silent.LocalEndpoint.Port)"
            try { Connect-GeoAbuse -ConnectionString $storage } catch { $_.FullyQualifiedErrorId.Split(',')[0]; $_.ToString(); $_.ErrorDetails.RecommendedAction }
            for ($attempts = 0; $silent.Pending(); $attempts++) { $silent.AcceptTcpClient().Dispose() }
            "$attempts attempts"
            """,
            ("STORAGE", installation.Storage));

        Assert.Equal(
            [
                "ServiceUnavailable",
                "Reading a suspension (table Suspensions) failed: the service did not answer in time.",
                "Mail continues, and gates keep refusing the accounts that they know. docs/runbook.md, Emergency, says what to do.",
                "2 attempts",
            ],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task A_hub_that_does_not_answer_is_unavailable() =>
        Assert.Equal(
            "ServiceUnavailable ResourceUnavailable",
            await FaultAsync(
                "Connect-GeoAbuse -ConnectionString $env:STORAGE -EventHubsConnectionString $env:HUBS",
                ("STORAGE", installation.Storage), ("HUBS", AtPort(installation.EventHubs, FreePort.Find()))));

    [Fact]
    public async Task A_hub_that_does_not_exist_is_not_found() =>
        Assert.Equal(
            "ResourceNotFound ObjectNotFound",
            await FaultAsync(
                "Connect-GeoAbuse -ConnectionString $env:STORAGE -EventHubsConnectionString $env:HUBS -EventHub other",
                ("STORAGE", installation.Storage), ("HUBS", installation.EventHubs)));

    [Fact]
    public async Task What_is_no_connection_string_is_refused_and_not_repeated()
    {
        var result = await Pwsh.RunAsync(
            """
            Import-Module $env:MODULE
            try { Connect-GeoAbuse -ConnectionString 'AccountName=x;Secret' } catch { $_.FullyQualifiedErrorId.Split(',')[0]; $_ | Format-List * -Force | Out-String }
            """);

        Assert.Equal("AddressInvalid", result.WithoutError().Lines[0]);
        Assert.DoesNotContain("AccountName=x", string.Concat(result.Lines.Where(line => !line.Contains("-ConnectionString", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_is_not_shown_to_an_address_without_encryption() =>
        Assert.Equal("AddressInvalid InvalidArgument", await FaultAsync("Connect-GeoAbuse http://127.0.0.1:1/devstoreaccount1"));

    [Fact]
    public async Task Stopping_a_command_cancels_what_it_waits_for()
    {
        // It accepts a connection and says nothing. The storage's own patience with it is several attempts, which a command that was stopped does not make.
        var result = await Pwsh.RunAsync(
            """
            $silent = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
            $silent.Start()
            $storage = $env:STORAGE -replace '127\.0\.0\.1:\d+', "127.0.0.1:$($silent.LocalEndpoint.Port)"
            $shell = [powershell]::Create().AddScript('param($storage) Import-Module $env:MODULE; Connect-GeoAbuse -ConnectionString $storage').AddArgument($storage)
            $null = $shell.BeginInvoke()
            $null = $silent.AcceptTcpClient()
            $shell.Stop()
            "$($shell.InvocationStateInfo.State), another attempt: $($silent.Pending())"
            """,
            ("STORAGE", installation.Storage));

        Assert.Equal(["Stopped, another attempt: False"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task Who_may_only_read_can_look_and_cannot_change()
    {
        var domain = installation.Domain();
        await installation.SuspendAsync("a@" + domain);
        var service = new TableServiceClient(installation.Storage);
        var signature = service.GenerateSasUri(TableAccountSasPermissions.Read | TableAccountSasPermissions.List, TableAccountSasResourceTypes.All, TimeProvider.System.GetUtcNow().AddHours(1)).Query;

        var result = await Pwsh.RunAsync(
            """
            Import-Module $env:MODULE
            Connect-GeoAbuse -ConnectionString $env:STORAGE -Verbose 4>&1 | ForEach-Object ToString
            (Get-GeoSuspension "*@$env:DOMAIN").Account
            try { Suspend-GeoAccount b -Reason Test } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            """,
            ("STORAGE", $"TableEndpoint={service.Uri.GetLeftPart(UriPartial.Path)};SharedAccessSignature={signature.TrimStart('?')}"), ("DOMAIN", domain));

        Assert.Equal(["a@" + domain, "AccessDenied"], result.WithoutError().Lines[^2..]);
        Assert.Contains("sig=…", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.UnescapeDataString(signature[(signature.IndexOf("sig=", StringComparison.Ordinal) + 4)..]), result.Output, StringComparison.Ordinal);
    }

    private static async Task<string> FaultAsync(string script, params (string Name, string Value)[] environment)
    {
        var result = await Pwsh.RunAsync(
            "Import-Module $env:MODULE; try { " + script + " } catch { \"$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.CategoryInfo.Category)\" }", environment);
        return Assert.Single(result.WithoutError().Lines);
    }

    private static string AtPort(string connectionString, int port) =>
        System.Text.RegularExpressions.Regex.Replace(connectionString, @"(?<=127\.0\.0\.1:|localhost:)\d+", port.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
