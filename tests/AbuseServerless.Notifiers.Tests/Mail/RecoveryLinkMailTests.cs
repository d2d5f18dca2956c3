using AbuseServerless.Notifications;
using static AbuseServerless.Notifiers.Tests.Mail.MailSending;

namespace AbuseServerless.Notifiers.Tests.Mail;

/// <summary>Who gets a link with which an account is recovered.</summary>
public sealed class RecoveryLinkMailTests
{
    [Fact]
    public async Task The_link_goes_to_the_recovery_address_and_where_there_is_none_the_account_gets_the_mail_without_it()
    {
        await using var sink = new SmtpSink();
        Assert.Equal(DeliveryResult.Delivered, await SendAsync(sink, NotificationChannel.Subscriber, Transitions.Suspended(), WithLink));
        var message = Assert.Single(sink.Messages);
        Assert.Equal(["alice@recovery.example.jp"], message.To.Mailboxes.Select(mailbox => mailbox.Address));
        Assert.Equal(2, message.TextBody!.Split("https://app.example/api/recover#").Length - 1);
        Assert.Contains("until 2026-11-27 21:00 (+09:00)", message.TextBody, StringComparison.Ordinal);
        Assert.Contains("2026-11-27 21:00 (+09:00) までは", message.TextBody, StringComparison.Ordinal);

        await using var refusing = new SmtpSink { RefusedRecipient = "alice@recovery.example.jp" };
        Assert.Equal(DeliveryResult.Delivered, await SendAsync(refusing, NotificationChannel.Subscriber, Transitions.Suspended(), WithLink));
        var plain = refusing.Messages.Last();
        Assert.Equal(["alice@example.jp"], plain.To.Mailboxes.Select(mailbox => mailbox.Address));
        Assert.DoesNotContain("recover", plain.TextBody!, StringComparison.Ordinal);
        Assert.DoesNotContain("{link", plain.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restored_account_and_one_that_is_suspended_again_within_days_get_no_link()
    {
        await using var sink = new SmtpSink();
        await SendAsync(sink, NotificationChannel.Subscriber, Transitions.Lifted(), WithLink);
        await SendAsync(sink, NotificationChannel.Subscriber, Transitions.Suspended() with { Recovered = new(Transitions.Now.AddDays(-6), "link:mail", "x") }, WithLink);
        Assert.Equal(2, sink.Messages.Count);
        Assert.All(sink.Messages, message => Assert.Equal("alice@example.jp", message.To.Mailboxes.Single().Address));
        Assert.All(sink.Messages, message => Assert.DoesNotContain("recover#", message.TextBody, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_account_that_an_operator_suspended_gets_no_link()
    {
        await using var sink = new SmtpSink();
        await SendAsync(sink, NotificationChannel.Subscriber, Transitions.SuspendedByOperator(), WithLink);
        var message = Assert.Single(sink.Messages);
        Assert.Equal("alice@example.jp", message.To.Mailboxes.Single().Address);
        Assert.DoesNotContain("recover#", message.TextBody, StringComparison.Ordinal);
    }

    private static void WithLink(MailOptions options)
    {
        (options.RecoveryLink.Page, options.RecoveryLink.To) = ("https://app.example/api/recover", "{user}@recovery.{domain}");
        options.RecoveryLink.Keys.Add(new RecoveryKeyOptions { Key = new string('k', 32) });
    }
}
