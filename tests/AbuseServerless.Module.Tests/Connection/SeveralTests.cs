using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Connection;

public sealed class SeveralTests(Installation installation)
{
    private readonly string _domain = installation.Domain();

    [Fact]
    public async Task Two_installations_are_open_at_once_and_a_command_names_the_one_it_is_meant_for()
    {
        await installation.SuspendAsync("a@" + _domain);
        await using var other = await Installation.StartAsync();
        await other.SuspendAsync("b@" + _domain);

        var result = await installation.RunAsync(
            """
            Connect-GeoAbuse -ConnectionString $env:STORAGE -Name one 6>$null
            $two = Connect-GeoAbuse -ConnectionString (ConvertTo-SecureString $env:OTHER -AsPlainText -Force) -Name two -PassThru
            "$((Get-GeoConnection).ForEach({ "$($_.Name)=$($_.IsCurrent)" }) | Where-Object { $_ -notlike '127*' })"
            "$((Get-GeoSuspension "*@$env:DOMAIN").Account) $((Get-GeoSuspension "*@$env:DOMAIN" -Connection one).Account) $((Get-GeoSuspension "*@$env:DOMAIN" -Connection $two).Account)"
            try { Get-GeoSuspension -Connection three } catch { "$($_.FullyQualifiedErrorId.Split(',')[0])" }
            Disconnect-GeoAbuse two
            try { Get-GeoSuspension } catch { "$($_.FullyQualifiedErrorId.Split(',')[0])" }
            (Get-GeoSuspension "*@$env:DOMAIN" -Connection ONE).Account
            "$((TabExpansion2 'Get-GeoSuspension -Connection o' 31).CompletionMatches.CompletionText)"
            Disconnect-GeoAbuse
            @(Get-GeoConnection).Count
            """,
            ("DOMAIN", _domain), ("OTHER", other.Storage));

        Assert.Equal(
            ["one=False two=True", $"b@{_domain} a@{_domain} b@{_domain}", "ConnectionUnknown", "NotConnected", $"a@{_domain}", "one", "0"],
            result.WithoutError().Lines);
    }

    [Fact]
    public async Task A_failed_attempt_leaves_no_connection_that_a_command_could_take_for_the_one_meant()
    {
        var result = await installation.RunAsync(
            """
            try { Connect-GeoAbuse -ConnectionString 'no connection string' } catch { "$($_.FullyQualifiedErrorId.Split(',')[0])" }
            @(Get-GeoConnection).Count
            try { Get-GeoSuspension } catch { "$($_.FullyQualifiedErrorId.Split(',')[0])" }
            Connect-GeoAbuse -ConnectionString $env:STORAGE -Name one 6>$null
            try { Connect-GeoAbuse -ConnectionString 'no connection string' -Name two } catch { "$($_.FullyQualifiedErrorId.Split(',')[0])" }
            try { Get-GeoSuspension } catch { "$($_.FullyQualifiedErrorId.Split(',')[0])" }
            try { Connect-GeoAbuse https://example.table.core.windows.net -ClientId x } catch { "$($_.FullyQualifiedErrorId.Split(',')[0])" }
            """);

        Assert.Equal(["AddressInvalid", "0", "NotConnected", "AddressInvalid", "NotConnected", "ClientIdAlone"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task Transitions_are_watched_as_they_happen()
    {
        var watching = installation.RunAsync(
            """
            Watch-GeoSuspension "*@$env:DOMAIN" -State Active -Since (Get-Date).AddMinutes(-1) -Interval 1 | Select-Object -First 2 | ForEach-Object { "$($_.Account) $($_.To) $($_.By)" }
            """,
            ("DOMAIN", _domain));
        await installation.SuspendAsync("a@" + _domain);
        await installation.SuspendAsync("b@" + _domain);

        Assert.Equal([$"a@{_domain} Active ops@noc", $"b@{_domain} Active ops@noc"], (await watching).WithoutError().Lines);
    }
}
