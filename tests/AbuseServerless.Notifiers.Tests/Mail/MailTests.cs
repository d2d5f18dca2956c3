using AbuseServerless.Notifications;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Time.Testing;
using SmtpServer.Protocol;
using static AbuseServerless.Notifiers.Tests.Mail.MailSending;

namespace AbuseServerless.Notifiers.Tests.Mail;

/// <summary>Every mail, and what the mail server answers.</summary>
public sealed class MailTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MailLanguage.Ja)]
    [InlineData(MailLanguage.En)]
    [InlineData(MailLanguage.Both)]
    public async Task Every_mail_is_whole_whatever_is_known(MailLanguage language)
    {
        await using var sink = new SmtpSink();
        Suspension[] transitions = [Transitions.Suspended(), Transitions.SuspendedByOperator(), Transitions.Lifted(), Transitions.Lifted() with { State = SuspensionState.Expired, Judgement = Judgement.None }];
        foreach (var transition in transitions)
        {
            Assert.Equal(DeliveryResult.Delivered, await SendAsync(sink, NotificationChannel.Subscriber, transition, options => options.Language = language));
            Assert.Equal(DeliveryResult.Delivered, await SendAsync(sink, NotificationChannel.Operator, transition, options => options.Language = language));
        }

        Assert.Equal(DeliveryResult.Delivered, await SendAsync(sink, NotificationChannel.WatchedSubscriber, Transitions.Watched(), options => options.Language = language));
        Assert.Equal(9, sink.Messages.Count);
        Assert.All(sink.Messages, message => Assert.DoesNotMatch(@"\{|\}|\n\n\n|: \r?\n\r?\n", message.Subject + message.TextBody!.ReplaceLineEndings("\n")));
        Assert.DoesNotContain(sink.Messages.Where(message => message.To.ToString() == "alice@example.jp"), message => message.TextBody!.Contains("4711", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_mail_that_is_sent_twice_has_one_message_id()
    {
        await using var sink = new SmtpSink();
        await SendAsync(sink, NotificationChannel.Subscriber, Transitions.Suspended());
        await SendAsync(sink, NotificationChannel.Subscriber, Transitions.Suspended());
        await SendAsync(sink, NotificationChannel.Subscriber, Transitions.Lifted());
        Assert.Equal(2, sink.Messages.Select(message => message.MessageId).Distinct().Count());
        Assert.EndsWith(".Subscriber@example.jp", sink.Messages.First().MessageId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(550, DeliveryOutcome.Refused, "The mail server refused it with 550.")]
    [InlineData(451, DeliveryOutcome.Failed, "The mail server answered 451.")]
    public async Task A_refusal_for_good_is_told_from_one_for_now_and_the_servers_text_is_not_repeated(int code, DeliveryOutcome outcome, string detail)
    {
        await using var sink = new SmtpSink { Answer = new SmtpResponse((SmtpReplyCode)code, "alice@example.jp is unknown") };
        Assert.Equal(new DeliveryResult(outcome, detail), await SendAsync(sink, NotificationChannel.Subscriber, Transitions.Suspended()));
    }

    [Fact]
    public async Task A_server_without_starttls_gets_nothing_unless_the_settings_allow_it()
    {
        await using var sink = new SmtpSink();
        var result = await SendAsync(sink, NotificationChannel.Subscriber, Transitions.Suspended(), options => options.Security = MailSecurity.StartTls);
        Assert.Equal(DeliveryOutcome.Failed, result.Outcome);
        Assert.Empty(sink.Messages);
    }

    [Fact]
    public async Task A_server_that_is_not_there_fails_and_a_server_that_hangs_is_left()
    {
        var sink = new SmtpSink();
        await sink.DisposeAsync();
        Assert.Equal(DeliveryOutcome.Failed, (await SendAsync(sink, NotificationChannel.Subscriber, Transitions.Suspended())).Outcome);

        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var time = new FakeTimeProvider(Transitions.Now);
        var sending = SendAsync(((System.Net.IPEndPoint)silent.LocalEndpoint).Port, NotificationChannel.Subscriber, Transitions.Suspended(), time);
        using var accepted = await silent.AcceptTcpClientAsync(Cancellation);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(DeliveryResult.Failed("The mail server took longer than 30 seconds."), await sending);
    }
}
