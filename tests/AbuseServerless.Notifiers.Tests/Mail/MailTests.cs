using AbuseServerless.Notifications;
using AbuseServerless.Reputation;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using SmtpServer.Protocol;

namespace AbuseServerless.Notifiers.Tests.Mail;

public sealed class MailTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

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

    [Fact]
    public async Task The_operators_get_the_evidence()
    {
        await using var sink = new SmtpSink();
        await SendAsync(sink, NotificationChannel.Operator, Transitions.Suspended(), options => options.Language = MailLanguage.En);

        var message = Assert.Single(sink.Messages);
        Assert.Equal("[AbuseServerless] Account suspended by net:Countries", message.Subject);
        Assert.Equal(["noc@example.jp"], message.To.Mailboxes.Select(mailbox => mailbox.Address));
        Assert.Equal(
            """
            Account: alice@example.jp
            State: Watched -> Active (suspension 1 of this account, transition 2)
            Time: 2026-11-24 21:00 (+09:00)
            By: net:Countries
            Reason: 10 countries within 24 hours (threshold 10).

            Evidence: net Countries, measured 10 (threshold 10)
            Window: 2026-11-23 21:00 (+09:00) to 2026-11-24 21:00 (+09:00)

            Countries or regions (first and last time, a sample client address):
              Brazil (BR)  2026-11-24 18:00 (+09:00) - 2026-11-24 19:00 (+09:00)  203.0.113.9
              Vietnam (VN)  2026-11-24 20:00 (+09:00) - 2026-11-24 21:00 (+09:00)  2001:db8::7

            Rules rules-1, geolocation db-1

            If this is wrong, lift it with Resume-GeoAccount -FalsePositive. The history is in Get-GeoAuditLog.
            Notification ID: ID
            """.Replace("ID: ID", "ID: " + message.Headers["X-AbuseServerless-Id"], StringComparison.Ordinal).ReplaceLineEndings("\n"),
            message.TextBody!.ReplaceLineEndings("\n").Trim());
    }

    [Theory]
    [InlineData(EnforcementMode.Observe, true)]
    [InlineData(EnforcementMode.Enforce, false)]
    public async Task The_operators_are_told_where_nothing_is_enforced(EnforcementMode mode, bool told)
    {
        await using var sink = new SmtpSink();
        foreach (var transition in (Suspension[])[Transitions.Suspended(), Transitions.Lifted()])
        {
            await SendAsync(sink, NotificationChannel.Operator, transition, mode: mode);
        }

        Assert.Equal(2, sink.Messages.Count);
        foreach (var sentence in (string[])["Enforcement:Mode が Observe", "Enforcement:Mode is Observe"])
        {
            Assert.All(sink.Messages, message => Assert.Equal(told, message.TextBody!.Contains(sentence, StringComparison.Ordinal)));
        }
    }

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

    [Fact]
    public async Task No_login_makes_a_line_of_its_own_in_the_operators_mail()
    {
        await using var sink = new SmtpSink();
        await SendAsync(sink, NotificationChannel.Operator, Transitions.Suspended("a\r\nReason: {id}"));
        Assert.Contains("Account: a\uFFFD\uFFFDreason: {id}", Assert.Single(sink.Messages).TextBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReputationStanding.Lost, "Reputation lost: Google", "評価が低下", "25 % (300 of 1200 attempts; threshold 10 %)")]
    [InlineData(ReputationStanding.Recovered, "Reputation recovered: Google", "評価が回復", "25 % (300 of 1200 attempts; recovered at 10 % or less)")]
    public async Task Operators_are_told_of_a_reputation_in_both_languages_and_subscribers_are_not(ReputationStanding standing, string subject, string japanese, string numbers)
    {
        await using var sink = new SmtpSink();
        var change = new ReputationChange("Google", standing, 3, Transitions.Now, new DateOnly(2026, 11, 24), 1200, 300, 0.1);
        var time = new FakeTimeProvider(Transitions.Now);
        Assert.Equal(DeliveryResult.Delivered, await SendAsync(sink.Port, new ReputationNotification(NotificationChannel.Operator, change), time));
        Assert.Equal(DeliveryResult.NotWanted, await SendAsync(sink.Port, new ReputationNotification(NotificationChannel.Subscriber, change), time));
        var mail = Assert.Single(sink.Messages);
        Assert.Contains(subject, mail.Subject, StringComparison.Ordinal);
        Assert.Contains(japanese, mail.Subject, StringComparison.Ordinal);
        Assert.Contains(numbers, mail.TextBody, StringComparison.Ordinal);
        Assert.Contains("2026-11-24 21:00 (+09:00)", mail.TextBody, StringComparison.Ordinal);
        Assert.DoesNotContain("{", mail.Subject + mail.TextBody, StringComparison.Ordinal);
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

    private static Task<DeliveryResult> SendAsync(
        SmtpSink sink, NotificationChannel channel, Suspension transition, Action<MailOptions>? configure = null, EnforcementMode mode = EnforcementMode.Enforce) =>
        SendAsync(sink.Port, channel, transition, new FakeTimeProvider(Transitions.Now), configure, mode);

    private static Task<DeliveryResult> SendAsync(
        int port,
        NotificationChannel channel,
        Suspension transition,
        FakeTimeProvider time,
        Action<MailOptions>? configure = null,
        EnforcementMode mode = EnforcementMode.Enforce) =>
        SendAsync(port, new SuspensionNotification(channel, transition), time, configure, mode);

    private static async Task<DeliveryResult> SendAsync(
        int port, Notification notification, FakeTimeProvider time, Action<MailOptions>? configure = null, EnforcementMode mode = EnforcementMode.Enforce)
    {
        void Configure(NotificationOptions options)
        {
            var mail = options.Mail;
            (mail.Host, mail.Port, mail.Security) = ("127.0.0.1", port, MailSecurity.None);
            (mail.From, mail.OperatorTo, mail.ToSubscriber, mail.ToWatchedSubscriber) = ("メール窓口 <support@example.jp>", "noc@example.jp", true, true);
            (mail.Contact, mail.TimeZone) = ("03-0000-0000", "Asia/Tokyo");
            configure?.Invoke(mail);
        }

        await using var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(time)
            .Configure<NotificationOptions>(Configure).Configure<EnforcementOptions>(options => options.Mode = mode).AddNotifiers().BuildServiceProvider();
        var sender = services.GetServices<INotificationSender>().Single(one => one.Channel == notification.Channel);
        Assert.True(sender.IsEnabled);
        return await sender.SendAsync(notification, Cancellation);
    }
}
