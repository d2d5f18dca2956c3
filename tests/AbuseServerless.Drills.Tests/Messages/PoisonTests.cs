using AbuseServerless.Drills.Tests.Rig;

namespace AbuseServerless.Drills.Tests.Messages;

public sealed class PoisonTests
{
    private const int Poison = 10_000;

    private static readonly string[] Kinds =
    [
        "", "garbage", "{", "[]", "{}", "null", "\0", "\"", "{\"time\":", """{"time":"2026-11-19","account":"a","ip":"8.8.8.8","success":true}""",
        """{"time":"2026-11-19T00:00:00Z","account":"\ud800","ip":"8.8.8.8","success":true}""", """{"time":"2026-11-19T00:00:00Z","account":"a","ip":"::ffff:1","success":true,}""",
        """{"time":"2026-11-19T00:00:00Z","account":" ","ip":"8.8.8.8","success":true}""", """{"time":"2026-11-19T00:00:00Z","account":"a","ip":"1","success":true}""",
        """{"time":"9999-12-31T23:59:59Z","account":"a","ip":"8.8.8.8","success":true}""", """{"time":"2026-11-19T00:00:00Z","account":"a","ip":"8.8.8.8","success":"yes"}""",
    ];

    [Fact]
    public async Task Ten_thousand_poison_messages_in_a_row_hold_up_nothing_and_are_each_on_record()
    {
        await using var installation = await Installation.StartAsync();
        var logins = Workload.Of(seed: 12, logins: 2_000);
        await installation.PublishAsync(logins[..1_000]);

        // One key, one partition: one behind the other, and good ones behind them.
        await installation.PublishAsync(Enumerable.Range(0, Poison).Select(number => Kinds[number % Kinds.Length]), key: "poison");
        await installation.PublishAsync(logins[1_000..]);
        await installation.SettleAsync();

        await installation.CheckAsync(deadLetters: Poison);
        var letters = await installation.DeadLettersAsync();
        Assert.Equal(Poison, letters.Select(letter => (letter.Partition, letter.SequenceNumber)).Distinct().Count());
        Assert.Single(letters.Select(letter => letter.Partition).Distinct());
        Assert.True(installation.Log.Count("to the dead-letter table") > 0);
        Assert.Empty(installation.Log.Of(2020));
        Figures.Print(new { poison = Poison, events = logins.Length, deadLetters = letters.Count, reasons = letters.CountBy(letter => letter.Rejection.Reason.ToString()).ToDictionary() });
    }
}
