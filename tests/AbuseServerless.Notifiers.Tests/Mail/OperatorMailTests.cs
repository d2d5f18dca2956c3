using AbuseServerless.Notifications;
using AbuseServerless.Reputation;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Time.Testing;
using static AbuseServerless.Notifiers.Tests.Mail.MailSending;

namespace AbuseServerless.Notifiers.Tests.Mail;

/// <summary>What operators are told.</summary>
public sealed class OperatorMailTests
{
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
}
