using System.Text;
using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Drills.Tests.Rig;
using AbuseServerless.Ingestion;
using AbuseServerless.Local.Stack;
using Azure.Messaging.EventHubs;

namespace AbuseServerless.Drills.Tests.Messages;

public sealed class GiantMessageTests
{
    // What the hub takes in a message, 1 MiB, less what AMQP puts around it.
    private const int MaximumLength = 1024 * 1024 - 512;
    private const string Good = """ "time":"2026-11-19T00:00:00Z","account":"giant@drill.test","ip":"20.0.0.1","success":true""";

    [Fact]
    public async Task Messages_of_one_megabyte_count_where_they_are_events_and_are_put_aside_where_they_are_none()
    {
        await using var installation = await Installation.StartAsync();
        string[] events =
        [
            Filled("{" + Good + ""","session":"|"}"""),
            Filled("{" + Good + ""","unknown":[|0]}""", "1,"),
            Filled("|{" + Good + "}", " "),
            Filled("{" + Good + ""","x":"|"}""", "\\u0041"),
        ];
        string[] none =
        [
            Filled("|"),
            Filled("{" + Good + ""","x":|}""", "["),
            Filled("""{"time":"2026-11-19T00:00:00Z","account":"|","ip":"20.0.0.1","success":true}"""),
            Filled("""{"time":"2026-11-19T00:00:00Z","account":"a","ip":"|","success":true}""", "1"),
            Filled("""{"time":"|","account":"a","ip":"20.0.0.1","success":true}""", "2"),
            Filled("{" + Good + ""","recipients":|}""", "9"),
            Filled("|", "山"),
            Filled("""{"account":"|",""" + Good[1..] + "}"),
        ];
        foreach (var message in events.Concat(none))
        {
            await installation.PublishAsync([message], key: "giant");
        }

        await installation.SettleAsync();

        Assert.Equal(events.Length, await installation.CountLoginsAsync());
        Assert.Equal(1, await installation.CountRowsAsync());
        var letters = await installation.DeadLettersAsync();
        Assert.Equal(
            [RejectReason.NotJson, RejectReason.NotJson, RejectReason.BadAccount, RejectReason.BadAddress, RejectReason.BadTime, RejectReason.BadRecipients, RejectReason.NotJson, RejectReason.BadAccount],
            letters.OrderBy(letter => letter.SequenceNumber).Select(letter => letter.Rejection.Reason));
        Assert.All(letters, letter => Assert.Equal(DeadLetterTable.MaximumBodyLength, letter.Body.Length));
        Figures.Print(new { messages = events.Length + none.Length, bytesEach = MaximumLength, counted = events.Length, deadLetters = letters.Count });
    }

    [Fact]
    public async Task A_message_over_the_limit_is_refused_by_the_hub_and_its_sender_is_told()
    {
        await using var installation = await Installation.StartAsync();
        await using var producer = EventHubsConnection.OpenProducer(installation.HubConnection, LocalStackOptions.AuthEvents);

        var refused = await Assert.ThrowsAsync<EventHubsException>(
            () => producer.SendAsync([new EventData(new string('x', 1024 * 1024 + 1))], TestContext.Current.CancellationToken));

        Assert.Equal(EventHubsException.FailureReason.MessageSizeExceeded, refused.Reason);
        Assert.Empty(installation.Messages());
    }

    // The text with so much filler in the place of the bar that the message is as long as it may be.
    private static string Filled(string text, string filler = "x")
    {
        var size = Encoding.UTF8.GetByteCount(text) - 1;
        var filling = new StringBuilder();
        for (var pieces = (MaximumLength - size) / Encoding.UTF8.GetByteCount(filler); pieces > 0; pieces--)
        {
            filling.Append(filler);
        }

        return text.Replace("|", filling.ToString(), StringComparison.Ordinal);
    }
}
