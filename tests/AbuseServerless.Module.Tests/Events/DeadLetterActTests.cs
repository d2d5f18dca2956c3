using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Events;

public sealed class DeadLetterActTests(Installation installation)
{
    private readonly string _domain = installation.Domain();

    [Fact]
    public async Task Letters_are_sent_again_once_they_are_mended_and_the_rest_is_removed_and_all_is_on_record()
    {
        var now = TimeProvider.System.GetUtcNow();
        var time = now.UtcDateTime.ToString("O");
        await installation.ProcessAsync($$"""{"time":"{{time}}","account":"a@{{_domain}}","ip":"203.0.113.1","success":"yes"}""", now);
        await installation.ProcessAsync($$"""{"time":"{{time}}","account":"b@{{_domain}}","ip":"203.0.113.1","success":true}""", now.AddHours(-1));
        await installation.ProcessAsync($"not json {_domain}", now);

        var result = await installation.RunAsync(
            """
            function Letters { Get-GeoDeadLetter | Where-Object Body -Match $env:DOMAIN }
            function Show { process { "$($_.Sent) $($_.Removed) $($_.Kept)" } }
            Letters | Send-GeoDeadLetter -WhatIf -ErrorAction SilentlyContinue | Show
            Letters | Send-GeoDeadLetter -Reason 'The clock was wrong.' -By noc -ErrorAction SilentlyContinue -ErrorVariable errors | Show
            $errors | ForEach-Object { $_.FullyQualifiedErrorId.Split(',')[0] + ' ' + ($_.ToString() -split ' \(')[0] } | Sort-Object
            Letters | ConvertTo-Csv | ConvertFrom-Csv | ForEach-Object { $_.Body = $_.Body -replace '"yes"', 'true'; $_ } | Send-GeoDeadLetter -Reason Mended -By noc -ErrorAction SilentlyContinue | Show
            Letters | ForEach-Object Reason
            Letters | Remove-GeoDeadLetter -Reason Nonsense -By noc | Show
            @(Letters).Count
            'x' | Remove-GeoDeadLetter -ErrorAction SilentlyContinue -ErrorVariable errors | Show
            $errors.FullyQualifiedErrorId.Split(',')[0]
            Get-GeoAuditLog | Where-Object { $_.By -eq 'noc' -and "$($_.Action)" -like 'DeadLetters*' } | ForEach-Object { "$($_.Action) $($_.Reason)" }
            """,
            ("DOMAIN", _domain));

        Assert.Equal(
            [
                $"What if: Performing the operation \"Send dead letter again\" on target", "0 0 3", "1 1 2",
                "DeadLetterUnmended Not sent, because it would be rejected again: success: missing, or not true or false.",
                "DeadLetterUnmended Not sent, because it would be rejected again: The message is not one JSON object.",
                "1 1 1", "NotJson", "0 1 0", "0", "0 0 1", "DeadLetterInvalid",
                "DeadLettersSent 1 dead letter sent again (TimeInFuture 1): The clock was wrong.",
                "DeadLettersSent 1 dead letter sent again (BadSuccess 1): Mended",
                "DeadLettersRemoved 1 dead letter removed (NotJson 1): Nonsense",
            ],
            result.WithoutError().Lines.Select(line => line.StartsWith("What if", StringComparison.Ordinal) ? line[..line.IndexOf(" \"auth", StringComparison.Ordinal)] : line));
        Assert.Equal(2, installation.Sent(_domain).Count);
    }
}
