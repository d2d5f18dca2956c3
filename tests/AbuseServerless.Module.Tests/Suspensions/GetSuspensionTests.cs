using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Suspensions;

public sealed class GetSuspensionTests(Installation installation)
{
    private readonly string _domain = installation.Domain();

    [Fact]
    public async Task A_suspension_by_a_net_comes_with_its_evidence()
    {
        await installation.TravelAsync("alice@" + _domain, 10);

        var result = await installation.RunAsync("Get-GeoSuspension $env:WHO | ForEach-Object { $_ | ConvertTo-Json; $_.Evidence[9] | ConvertTo-Json }", ("WHO", "Alice@" + _domain.ToUpperInvariant()));

        var documents = result.WithoutError().Output.Split("}\n", StringSplitOptions.RemoveEmptyEntries);
        var json = System.Text.Json.JsonDocument.Parse(documents[0] + "}").RootElement;
        var evidence = System.Text.Json.JsonDocument.Parse(documents[1] + "}").RootElement;
        Assert.Equal("alice@" + _domain, json.GetProperty("Account").GetString());
        Assert.Equal("Countries", json.GetProperty("Net").GetString());
        Assert.Equal("net:Countries", json.GetProperty("By").GetString());
        Assert.Equal(10, json.GetProperty("Measured").GetInt32());
        Assert.Equal("JP US BR DE CN IN FR GB VN AU", string.Join(' ', json.GetProperty("Countries").EnumerateArray()));
        Assert.Equal("203.0.113.9", evidence.GetProperty("Address").GetString());
        Assert.Equal("2026-11-24T01:45:00+00:00", evidence.GetProperty("First").GetString());
        Assert.Equal("atlas 2026-06-01", json.GetProperty("DatabaseVersion").GetString());
        Assert.Equal(1, json.GetProperty("Activations").GetInt32());
    }

    [Fact]
    public async Task The_table_shows_who_is_suspended_since_when_by_whom_and_why()
    {
        await installation.TravelAsync("alice@" + _domain, 10);
        await installation.SuspendAsync("bob@" + _domain);

        var result = await installation.RunAsync(
            """
            Get-GeoSuspension "*@$env:DOMAIN" | ForEach-Object { $_.Since } | ForEach-Object { $_.UtcDateTime.ToString('u').Substring(0, 16) + 'Z' }
            Get-GeoSuspension "*@$env:DOMAIN" | Out-String -Width 160
            """,
            ("DOMAIN", _domain));

        var lines = result.WithoutError().Rows;
        var (alice, bob) = ("alice@" + _domain, "bob@" + _domain);
        Assert.Equal("Account State By Countries Since Until Why", lines[2]);
        Assert.Equal($"{alice} Active Countries 10: JP US … {lines[0]} 10 countries within 24 hours: JP US BR DE CN IN FR GB VN AU", lines[4]);
        Assert.Equal($"{bob} Active ops@noc {lines[1]} ops@noc: Spam reported by a subscriber.", lines[5]);
        Assert.Equal(6, lines.Length);
    }

    [Fact]
    public async Task The_list_shows_the_evidence_line_by_line()
    {
        await installation.TravelAsync("alice@" + _domain, 10);

        var result = await installation.RunAsync("Get-GeoSuspension $env:WHO | Format-List | Out-String -Width 160", ("WHO", "alice@" + _domain));

        Assert.Contains("Evidence        : JP  2026-11-24 01:00:00Z – 2026-11-24 01:00:00Z  203.0.113.0", result.WithoutError().Lines);
        Assert.Contains("                  CN  2026-11-24 01:20:00Z – 2026-11-24 01:20:00Z  203.0.113.4", result.Lines);
        Assert.Contains("Measured        : 10 (threshold 10)", result.Lines);
        Assert.Contains("Exempted        : nothing", result.Lines);
    }

    [Fact]
    public async Task Wildcards_and_states_choose()
    {
        await installation.TravelAsync("walter@" + _domain, 5);
        foreach (var name in new[] { "anna", "anton", "bob" })
        {
            await installation.SuspendAsync($"{name}@{_domain}");
        }

        var result = await installation.RunAsync(
            """
            function Show { "$($input.Account.ForEach({ $_.Split('@')[0] }))" }
            Get-GeoSuspension "AN*@$env:DOMAIN" | Show
            Get-GeoSuspension "?[no]*@$env:DOMAIN" | Show
            Get-GeoSuspension "an*@$env:DOMAIN", "*a@$env:DOMAIN", "bob@$env:DOMAIN" | Show
            Get-GeoSuspension "*@$env:DOMAIN" -State Watched | Show
            Get-GeoSuspension "*@$env:DOMAIN" -State Active, Lifted | Show
            "bob@$env:DOMAIN", "anna@$env:DOMAIN" | Get-GeoSuspension | Show
            Get-GeoSuspension "bob@$env:DOMAIN" -State Lifted | Show
            """,
            ("DOMAIN", _domain));

        Assert.Equal(["anna anton", "anna anton bob", "anna anton bob", "walter", "anna anton bob", "bob anna"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task First_and_skip_page_through_the_answer()
    {
        for (var i = 0; i < 5; i++)
        {
            await installation.SuspendAsync($"p{i}@{_domain}");
        }

        var result = await installation.RunAsync(
            """
            "$((Get-GeoSuspension "p*@$env:DOMAIN" -Skip 1 -First 2).Account)"
            "$((Get-GeoSuspension "p1@$env:DOMAIN", "p*@$env:DOMAIN" -First 2).Account)"
            @(Get-GeoSuspension "p*@$env:DOMAIN" -First 0).Count
            """,
            ("DOMAIN", _domain));

        Assert.Equal([$"p1@{_domain} p2@{_domain}", $"p1@{_domain} p0@{_domain}", "0"], result.WithoutError().Lines);
    }

    [Fact]
    public async Task An_account_that_nothing_was_decided_about_is_an_error_and_a_pattern_without_a_match_is_not()
    {
        var result = await installation.RunAsync(
            """
            Get-GeoSuspension "nobody@$env:DOMAIN", "*@$env:DOMAIN" -ErrorAction SilentlyContinue -ErrorVariable errors
            "$($errors.FullyQualifiedErrorId.Split(',')[0]) $($errors.CategoryInfo.Category) $($errors.TargetObject)"
            """,
            ("DOMAIN", _domain));

        Assert.Equal([$"SuspensionNotFound ObjectNotFound nobody@{_domain}"], result.WithoutError().Lines);
    }
}
