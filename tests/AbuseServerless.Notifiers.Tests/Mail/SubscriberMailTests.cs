using AbuseServerless.Notifications;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.DependencyInjection;
using static AbuseServerless.Notifiers.Tests.Mail.MailSending;

namespace AbuseServerless.Notifiers.Tests.Mail;

/// <summary>What subscribers are told.</summary>
public sealed class SubscriberMailTests
{
    [Fact]
    public async Task A_subscriber_is_told_in_japanese_and_english_what_happened_and_what_to_do_and_no_address()
    {
        await using var sink = new SmtpSink();
        Assert.Equal(DeliveryResult.Delivered, await SendAsync(sink, NotificationChannel.Subscriber, Transitions.Suspended()));

        var message = Assert.Single(sink.Messages);
        Assert.Equal("【重要】メールアカウントのご利用を停止しました / Important: your mail account has been suspended", message.Subject);
        Assert.Equal(["alice@example.jp"], message.To.Mailboxes.Select(mailbox => mailbox.Address));
        Assert.Equal(("メール窓口", "support@example.jp"), message.From.Mailboxes.Select(mailbox => (mailbox.Name, mailbox.Address)).Single());
        Assert.Equal("auto-generated", message.Headers["Auto-Submitted"]);
        foreach (var part in new[] { "使い回し", "ブラジル (BR)  2026-11-24 18:00 (+09:00)", "ベトナム (VN)", "Brazil (BR)", "used for other services too", "窓口: 03-0000-0000" })
        {
            Assert.Contains(part, message.TextBody, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("203.0.113.9", message.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("2001:db8::7", message.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("net:", message.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscriber_of_a_watched_account_is_told_what_to_do_and_nothing_that_would_teach_a_thief()
    {
        await using var sink = new SmtpSink();
        Assert.Equal(DeliveryResult.Delivered, await SendAsync(sink, NotificationChannel.WatchedSubscriber, Transitions.Watched()));

        var message = Assert.Single(sink.Messages);
        Assert.Equal("【ご確認のお願い】メールアカウントの普段と異なるご利用について / Please check your mail account", message.Subject);
        Assert.Equal(["alice@example.jp"], message.To.Mailboxes.Select(mailbox => mailbox.Address));
        Assert.EndsWith(".WatchedSubscriber@example.jp", message.MessageId, StringComparison.Ordinal);
        foreach (var part in new[]
        {
            "2026-11-24 21:00 (+09:00)", "アカウントは停止していません", "新しいものに変更してください", "ウイルス対策ソフト", "has not been suspended", "Change your mail password", "check them for malware",
            "窓口: 03-0000-0000", "Contact: 03-0000-0000",
        })
        {
            Assert.Contains(part, message.TextBody, StringComparison.Ordinal);
        }

        foreach (var evidence in (string[])["203.0.113.9", "2001:db8::7", "BR", "ブラジル", "Vietnam", "Countries", "10 countries", "threshold", "net:", "2026-11-24 18:00"])
        {
            Assert.DoesNotContain(evidence, message.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(evidence, message.TextBody, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_subscriber_of_a_watched_account_is_told_nothing_while_the_installation_observes()
    {
        await using var sink = new SmtpSink();
        Assert.Equal(DeliveryResult.NotWanted, await SendAsync(sink, NotificationChannel.WatchedSubscriber, Transitions.Watched(), mode: EnforcementMode.Observe));
        Assert.Empty(sink.Messages);
    }

    [Fact]
    public void A_watch_is_told_only_with_its_option()
    {
        using var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System)
            .Configure<NotificationOptions>(options => (options.Mail.Host, options.Mail.From, options.Mail.ToSubscriber) = ("127.0.0.1", "support@example.jp", true)).AddNotifiers().BuildServiceProvider();
        Assert.Equal([NotificationChannel.Subscriber], services.GetServices<INotificationSender>().Where(sender => sender.IsEnabled).Select(sender => sender.Channel));
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("a@example.jp,b@example.jp")]
    [InlineData("alice <a@example.jp>")]
    [InlineData("a@example.jp\r\nRCPT TO:<b@example.jp>")]
    [InlineData("@example.jp")]
    public async Task An_account_whose_name_is_no_mail_address_has_no_subscriber_to_tell(string account)
    {
        await using var sink = new SmtpSink();
        Assert.Equal(DeliveryResult.NotWanted, await SendAsync(sink, NotificationChannel.Subscriber, Transitions.Suspended(account)));
        Assert.Equal(DeliveryResult.NotWanted, await SendAsync(sink, NotificationChannel.WatchedSubscriber, Transitions.Watched(account)));
        Assert.Empty(sink.Messages);
    }
}
