using AbuseServerless.Module.Tests.Running;

namespace AbuseServerless.Module.Tests.Events;

public sealed class DeadLetterTests(Installation installation)
{
    [Fact]
    public async Task Dead_letters_come_with_reason_position_and_body()
    {
        var domain = installation.Domain();
        await installation.ProcessAsync($"not json {domain}", new DateTimeOffset(2026, 11, 24, 1, 2, 3, TimeSpan.Zero));

        var result = await installation.RunAsync(
            """
            $letter = Get-GeoDeadLetter | Where-Object Body -Match $env:DOMAIN
            "$($letter.Reason) $($letter.Detail) $($letter.Hub) $($letter.Partition) $($letter.SequenceNumber -gt 0) $($letter.Body)"
            $letter | Out-String -Width 160
            """,
            ("DOMAIN", domain));

        var lines = result.WithoutError().Rows;
        Assert.Equal($"NotJson The message is not one JSON object. auth-events 0 True not json {domain}", lines[0]);
        Assert.Matches(@"^2026-11-24 01:02:03Z NotJson auth-events/0/\d+ The message is not one JSON object\.$", lines[^1]);
    }
}
