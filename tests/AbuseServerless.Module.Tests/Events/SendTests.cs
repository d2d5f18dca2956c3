using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Events;

public sealed class SendTests(Installation installation)
{
    private readonly string _domain = installation.Domain();

    [Fact]
    public async Task Objects_hashtables_and_lines_are_sent_as_events_of_the_schema()
    {
        var result = await installation.RunAsync(
            """
            $time = [datetimeoffset]'2026-11-24T10:00:00.5+09:00'
            $result = @(
                [pscustomobject]@{ Time = $time; Account = "a@$env:DOMAIN"; Ip = [ipaddress]'203.0.113.1'; Success = $true; Recipients = 3; Subject = 'not to be sent' }
                @{ time = $time.UtcDateTime; account = "b@$env:DOMAIN"; ip = '2001:db8::1'; success = $false; protocol = 'smtp'; server = $null }
                "time,account,ip,success,recipients`n2026-11-24T01:00:00Z,c@$env:DOMAIN,203.0.113.3,true,2" | ConvertFrom-Csv
                "{`"time`":`"2026-11-24T01:00:00Z`",`"account`":`"d@$env:DOMAIN`",`"ip`":`"203.0.113.4`",`"success`":true}"
                ''
            ) | Send-GeoAuthEvent -PassThru
            "$($result.Sent) $($result.Rejected) $($result.EventHub)"
            """,
            ("DOMAIN", _domain));

        Assert.Equal(["4 0 auth-events"], result.WithoutError().Lines);
        Assert.Equal(
            [
                $$"""{"time":"2026-11-24T01:00:00.500Z","account":"a@{{_domain}}","ip":"203.0.113.1","success":true,"recipients":3}""",
                $$"""{"time":"2026-11-24T01:00:00.500Z","account":"b@{{_domain}}","ip":"2001:db8::1","success":false,"protocol":"smtp"}""",
                $$"""{"time":"2026-11-24T01:00:00Z","account":"c@{{_domain}}","ip":"203.0.113.3","success":true,"recipients":2}""",
                $$"""{"time":"2026-11-24T01:00:00Z","account":"d@{{_domain}}","ip":"203.0.113.4","success":true}""",
            ],
            installation.Sent(_domain).Order(StringComparer.Ordinal).OrderBy(message => message[message.IndexOf("account", StringComparison.Ordinal)..], StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_is_no_event_is_not_sent_and_the_error_names_the_field()
    {
        var result = await installation.RunAsync(
            """
            @{ time = '2026-11-24T01:00:00Z'; account = "a@$env:DOMAIN"; ip = '203.0.113'; success = $true },
            @{ time = 'yesterday'; account = "b@$env:DOMAIN"; ip = '203.0.113.1'; success = $true },
            @{ time = '2026-11-24T01:00:00Z'; account = "c@$env:DOMAIN"; ip = '203.0.113.1' },
            @{ time = [datetimeoffset]::UtcNow.AddHours(1); account = "d@$env:DOMAIN"; ip = '203.0.113.1'; success = $true },
            "not json $env:DOMAIN",
            @{ time = '2026-11-24T01:00:00Z'; account = "good@$env:DOMAIN"; ip = '203.0.113.1'; success = $true } |
                Send-GeoAuthEvent -PassThru -ErrorAction SilentlyContinue -ErrorVariable errors | ForEach-Object { "$($_.Sent) $($_.Rejected)" }
            $errors | ForEach-Object { "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.CategoryInfo.Category) $($_.ToString().Split(': ')[1])" }
            """,
            ("DOMAIN", _domain));

        const string Invalid = "AuthEventInvalid InvalidData ";
        Assert.Equal(
            ["1 5", Invalid + "ip", Invalid + "time", Invalid + "success", Invalid + "time", Invalid + "The message is not one JSON object."],
            result.WithoutError().Lines);
        Assert.Contains("good@", Assert.Single(installation.Sent(_domain)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unchecked_anything_is_sent()
    {
        var result = await installation.RunAsync("\"not json $env:DOMAIN\" | Send-GeoAuthEvent -NoCheck", ("DOMAIN", _domain));

        Assert.Empty(result.WithoutError().Lines);
        Assert.Equal(["not json " + _domain], installation.Sent(_domain));
    }

    [Fact]
    public async Task A_text_of_many_lines_is_many_events()
    {
        var result = await installation.RunAsync(
            """
            $line = "{`"time`":`"2026-11-24T01:00:00Z`",`"account`":`"{0}@$env:DOMAIN`",`"ip`":`"203.0.113.4`",`"success`":true}"
            (1..500 | ForEach-Object { $line.Replace('{0}', $_) }) -join "`r`n" | Send-GeoAuthEvent -Verbose 4>&1 | ForEach-Object ToString
            """,
            ("DOMAIN", _domain));

        Assert.Equal(["500 events sent to hub auth-events, 0 not sent because they are invalid."], result.WithoutError().Lines);
        Assert.Equal(500, installation.Sent(_domain).Count);
    }

    [Fact]
    public async Task A_connection_without_a_hub_sends_nothing_and_says_how_to_get_one()
    {
        var result = await installation.RunAsync(
            """
            Connect-GeoAbuse -ConnectionString $env:STORAGE 6>$null
            try { '{}' | Send-GeoAuthEvent } catch { $_.FullyQualifiedErrorId.Split(',')[0]; $_.ErrorDetails.RecommendedAction }
            """);

        Assert.Equal(["NoEventHub", "Run Connect-GeoAbuse with -EventHubsConnectionString or -EventHubsNamespace."], result.WithoutError().Lines);
    }
}
