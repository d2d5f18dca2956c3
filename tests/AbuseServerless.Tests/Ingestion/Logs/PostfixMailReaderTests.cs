using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Postfix;
using CsCheck;

namespace AbuseServerless.Tests.Ingestion.Logs;

public sealed class PostfixMailReaderTests
{
    private const string Tail = "relay=mx.example[192.0.2.1]:25, delay=1.5, delays=0/0/1/0.5, dsn=4.2.0, status=deferred (host mx.example[192.0.2.1] said: 450 4.2.0 later (in reply to RCPT TO command))";

    [Theory]
    [InlineData("to=<bob@gmail.com>, relay=mx.example[192.0.2.1]:25, delay=0.12, delays=0/0/0/0.1, dsn=2.0.0, status=sent (250 2.0.0 OK)", "gmail.com sent mx.example 192.0.2.1 2.0.0 0.12 | 250 2.0.0 OK")]
    [InlineData("to=<bob@GMail.com>, orig_to=<team@example.jp>, relay=MX.example[2001:db8::25]:25, conn_use=2, delay=3, delays=0/0/1/2, dsn=5.1.1, status=bounced (host mx said: 550 no)", "gmail.com bounced mx.example 2001:db8::25 5.1.1 3 | host mx said: 550 no")]
    [InlineData("to=<bob@gmail.com>, relay=none, delay=0, delays=0/0/0/0, dsn=4.4.1, status=deferred (connect to mx[192.0.2.1]:25: Connection refused)", "gmail.com deferred - - 4.4.1 0 | connect to mx[192.0.2.1]:25: Connection refused")]
    [InlineData("to=<bob@gmail.com>, relay=mx.example[192.0.2.1]:25, delay=0, delays=0/0/0/0, dsn=4.1.1, status=SOFTBOUNCE (host mx said: 550 no)", "gmail.com deferred mx.example 192.0.2.1 4.1.1 0 | host mx said: 550 no")]
    [InlineData("to=<\"a b@c> , status=sent\"@gmail.com>, " + Tail, "gmail.com deferred mx.example 192.0.2.1 4.2.0 1.5 | host mx.example[192.0.2.1] said: 450 4.2.0 later (in reply to RCPT TO command)")]
    [InlineData("to=<a b@gmail.com>, orig_to=<\">, relay=none\"@x>, " + Tail, "gmail.com deferred mx.example 192.0.2.1 4.2.0 1.5 | host mx.example[192.0.2.1] said: 450 4.2.0 later (in reply to RCPT TO command)")]
    [InlineData("to=<a\"b@gmail.com>, " + Tail, "gmail.com deferred mx.example 192.0.2.1 4.2.0 1.5 | host mx.example[192.0.2.1] said: 450 4.2.0 later (in reply to RCPT TO command)")]
    [InlineData("to=<bob.ü@bücher.example>, relay=mx[192.0.2.1]:25, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (250 ok)", "xn--bcher-kva.example sent mx 192.0.2.1 2.0.0 0 | 250 ok")]
    [InlineData("to=<bob@[198.51.100.25]>, relay=198.51.100.25[198.51.100.25]:25, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (250 ok)", "[198.51.100.25] sent 198.51.100.25 198.51.100.25 2.0.0 0 | 250 ok")]
    [InlineData("to=<bob@gmail.com>, relay=mx[192.0.2.1]:25, delay=0, delays=0/0/0/0, dsn=5.7.1, status=bounced (host mx[192.0.2.1] said: 550 (a), status=sent dsn=2.0.0 to=<x@y>, status=sent (250 ok))", "gmail.com bounced mx 192.0.2.1 5.7.1 0 | host mx[192.0.2.1] said: 550 (a), status=sent dsn=2.0.0 to=<…@y>, status=sent (250 ok)")]
    [InlineData("to=<bob@gmail.com>, relay=mx[192.0.2.1]:25, delay=0, delays=0/0/0/0, dsn=5.7.1, status=bounced (host mx said: 550 a#012b#011c)", "gmail.com bounced mx 192.0.2.1 5.7.1 0 | host mx said: 550 a b c")]
    [InlineData("to=<bob@gmail.com>, relay=mx[192.0.2.1]:25, delay=0, delays=0/0/0/0, dsn=5.7.1, status=bounced (host mx said: 550 <bo", "gmail.com bounced mx 192.0.2.1 5.7.1 0 | host mx said: 550")]
    [InlineData("to=<bob@gmail.com>, relay=mx[192.0.2.1]:25, delay=0, delays=0/0/0/0, dsn=5.7.1, status=bounced (host mx said: 550 no bo", "gmail.com bounced mx 192.0.2.1 5.7.1 0 | host mx said: 550 no")]
    [InlineData("to=<bob@gmail.com>, relay=mx[192.0.2.1]:25, delay=0, delays=0/0/0/0, dsn=5.7.1, status=bounced (550 <bob@gmail.com>: bob... no <Bob>, 'bob', bob)", "gmail.com bounced mx 192.0.2.1 5.7.1 0 | 550 <…@gmail.com>: …... no <…>, '…', bob")]
    [InlineData("to=<bob@a*b>, relay=none, delay=0, delays=0/0/0/0, dsn=5.1.2, status=bounced (bad domain)", "invalid bounced - - 5.1.2 0 | bad domain")]
    [InlineData("to=<bob@gmail.com>, relay=mx[192.0.2.1]:25, delay=0, delays=0/0/0/0, dsn=5.1.1, status=undeliverable (host said: 550 no)", null)]
    [InlineData("to=<bob@gmail.com>, relay=127.0.0.1[127.0.0.1]:10024, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 4jX)", null)]
    [InlineData("to=<bob@gmail.com>, relay=127.0.0.11[127.0.0.11]:2525, delay=0, delays=0/0/0/0, dsn=2.0.0, status=sent (250 ok)", null)]
    [InlineData("host mx.example[192.0.2.1] said: 450 to=<bob@gmail.com>, relay=none, delay=0, dsn=2.0.0, status=sent (250 ok)", null)]
    public void A_delivery_is_read_by_these_rules(string message, string? expected) => Assert.Equal(expected is null ? [] : [expected], Read($"Nov 24 16:57:47 mail postfix/smtp[1]: 4jYpkm1kQvz1kjXM: {message}"));

    [Theory]
    [InlineData("postfix/smtp", true)]
    [InlineData("postfix/relay/smtp", true)]
    [InlineData("postfix-out/smtp", true)]
    [InlineData("postfix/error", true)]
    [InlineData("postfix/local", false)]
    [InlineData("postfix/virtual", false)]
    [InlineData("postfix/lmtp", false)]
    [InlineData("postfix/pipe", false)]
    [InlineData("postfix/discard", false)]
    [InlineData("postfix/bounce", false)]
    [InlineData("postfix/smtpd", false)]
    [InlineData("dovecot", false)]
    public void Only_what_goes_to_other_servers_counts(string tag, bool counts) =>
        Assert.Equal(counts ? 1 : 0, Read($"Nov 24 16:57:47 mail {tag}[1]: 94C43B60121: to=<bob@gmail.com>, {Tail}").Count);

    [Fact]
    public void The_login_of_a_message_goes_along_until_it_is_removed() =>
        Assert.Equal(
            ["alice@rig.test gmail.com", "alice@rig.test yahoo.com", "- gmail.com"],
            Accounts(
                "postfix/submission/smtpd[1]: 94C43B60121: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=Alice@rig.test",
                "postfix/cleanup[1]: 94C43B60121: message-id=<x@y>",
                "postfix/qmgr[1]: 94C43B60121: from=<alice@rig.test>, size=504, nrcpt=2 (queue active)",
                $"postfix/smtp[1]: 94C43B60121: to=<bob@gmail.com>, {Tail}",
                $"postfix/smtp[1]: 94C43B60121: to=<bob@yahoo.com>, {Tail}",
                "postfix/qmgr[1]: 94C43B60121: removed",
                $"postfix/smtp[1]: 94C43B60121: to=<bob@gmail.com>, {Tail}"));

    [Fact]
    public void The_recipients_of_a_submission_are_those_that_the_queue_manager_tells()
    {
        var reader = New();
        Assert.Empty(reader.Told(Qmgr("AAAAAAAAAA", 1)));

        Assert.Empty(reader.Told(Client("94C43B60121", "16:57:47")));
        Assert.Empty(reader.Told(Client("94C43B60122", "16:57:48")));
        Assert.Equal(250, Recipients(reader.Told(Qmgr("94C43B60121", 250))));
        Assert.Empty(reader.Told(Qmgr("94C43B60121", 250)));

        // A submission that is given up: another one begins with its id, or five minutes pass.
        Assert.Equal(0, Recipients(reader.Told(Client("94C43B60122", "16:58:00"))));
        Assert.Equal(0, Recipients(reader.Told("Nov 24 17:03:01 mail postfix/qmgr[1]: AAAAAAAAAA: removed")));
    }

    [Fact]
    public void What_is_held_back_is_told_at_the_end_and_after_a_restart()
    {
        var reader = New();
        reader.Told(Qmgr("AAAAAAAAAA", 1));
        reader.Told(Client("94C43B60121", "16:57:47"));
        var next = New(state: reader.Save());

        Assert.Equal(0, Recipients(reader.Release()));
        Assert.Empty(reader.Release());
        Assert.Equal(3, Recipients(next.Told(Qmgr("94C43B60121", 3))));
    }

    [Fact]
    public void A_log_without_a_queue_manager_holds_nothing_back() => Assert.Equal(0, Recipients(New().Told(Client("94C43B60121", "16:57:47"))));

    [Fact]
    public void A_sender_cannot_write_recipients()
    {
        var reader = New();
        reader.Told(Qmgr("AAAAAAAAAA", 1));
        reader.Told(Client("94C43B60121", "16:57:47"));

        Assert.Equal(2, Recipients(reader.Told("Nov 24 16:57:49 mail postfix/qmgr[1]: 94C43B60121: from=<\"x>, size=1, nrcpt=999 (queue active)\"@y>, size=504, nrcpt=2 (queue active)")));
    }

    private static string Client(string id, string time) => $"Nov 24 {time} mail postfix/submission/smtpd[1]: {id}: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=alice@rig.test";

    private static string Qmgr(string id, int recipients) => $"Nov 24 16:57:49 mail postfix/qmgr[1]: {id}: from=<alice@rig.test>, size=504, nrcpt={recipients} (queue active)";

    private static int Recipients(IReadOnlyList<LogLine> told) => Assert.IsType<AuthLine>(Assert.Single(told)).Event.Recipients;

    [Theory]
    [InlineData("postfix/smtpd[1]: 94C43B60121: client=unknown[192.0.2.9]")]
    [InlineData("postfix/pickup[1]: 94C43B60121: uid=0 from=<root>")]
    [InlineData("postfix/cleanup[1]: 94C43B60121: message-id=<other@y>")]
    public void A_short_id_that_is_used_again_is_another_message(string begin) =>
        Assert.Equal(
            ["alice@rig.test gmail.com", "- yahoo.com"],
            Accounts(
                "postfix/submission/smtpd[1]: 94C43B60121: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=alice@rig.test",
                "postfix/cleanup[1]: 94C43B60121: message-id=<x@y>",
                "postfix/qmgr[1]: 94C43B60121: from=<alice@rig.test>, size=504, nrcpt=1 (queue active)",
                $"postfix/smtp[1]: 94C43B60121: to=<bob@gmail.com>, {Tail}",
                begin,
                $"postfix/smtp[1]: 94C43B60121: to=<bob@yahoo.com>, {Tail}",
                "postfix/qmgr[1]: 94C43B60121: removed"));

    [Fact]
    public void The_same_id_of_another_host_is_another_message_and_of_another_service_name_the_same() =>
        Assert.Equal(
            ["alice@rig.test gmail.com", "- gmail.com"],
            Accounts(
                "postfix/submission/smtpd[1]: 94C43B60121: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=alice@rig.test",
                $"postfix-out/smtp[1]: 94C43B60121: to=<bob@gmail.com>, {Tail}",
                $"\u0001postfix/smtp[1]: 94C43B60121: to=<bob@gmail.com>, {Tail}"));

    [Fact]
    public void Bounces_of_this_servers_own_are_left_out() =>
        Assert.Empty(Accounts(
            "postfix/cleanup[1]: A6128B6014C: message-id=<x@y>",
            "postfix/qmgr[1]: A6128B6014C: from=<>, size=4196, nrcpt=1 (queue active)",
            $"postfix/smtp[1]: A6128B6014C: to=<alice@gmail.com>, {Tail}",
            "postfix/qmgr[1]: A6128B6014C: from=<>, status=expired, returned to sender",
            "postfix/qmgr[1]: A6128B6014C: removed"));

    [Theory]
    [InlineData("expired")]
    [InlineData("force-expired")]
    public void An_expiry_is_told_once_for_each_recipient_that_was_deferred_last(string word)
    {
        var reader = New();
        string[] lines =
        [
            "postfix/smtpd[1]: 94C43B60121: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=alice@rig.test",
            $"postfix/smtp[1]: 94C43B60121: to=<bob@gmail.com>, {Tail}",
            $"postfix/smtp[1]: 94C43B60121: to=<eve@gmail.com>, {Tail}",
            $"postfix/smtp[1]: 94C43B60121: to=<bob@yahoo.com>, {Tail}",
            "postfix/error[1]: 94C43B60121: to=<bob@gmail.com>, relay=none, delay=5, delays=0/5/0/0, dsn=4.4.1, status=deferred (delivery temporarily suspended: connect to mx[192.0.2.1]:25: Connection timed out)",
            "postfix/smtp[1]: 94C43B60121: to=<bob@yahoo.com>, relay=mx[192.0.2.1]:25, delay=9, delays=0/0/0/9, dsn=2.0.0, status=sent (250 ok)",
        ];
        foreach (var line in lines)
        {
            reader.Told("Nov 24 16:57:47 mail " + line);
        }

        var expiry = $"Nov 24 17:57:47 mail postfix/qmgr[1]: 94C43B60121: from=<alice@rig.test>, status={word}, returned to sender";
        Assert.Equal(
            [
                "gmail.com expired - - 4.4.1 - | delivery temporarily suspended: connect to mx[192.0.2.1]:25: Connection timed out",
                "gmail.com expired mx.example 192.0.2.1 4.2.0 - | host mx.example[192.0.2.1] said: 450 4.2.0 later (in reply to RCPT TO command)",
            ],
            reader.Told(expiry).Select(Describe).Order(StringComparer.Ordinal));
        Assert.Empty(reader.Told(expiry));
    }

    [Fact]
    public void A_sender_cannot_expire_a_message() =>
        Assert.Equal(["- gmail.com", "- gmail.com"], Accounts(
            $"postfix/smtp[1]: 94C43B60121: to=<bob@gmail.com>, {Tail}",
            "postfix/qmgr[1]: 94C43B60121: from=<\"x>, status=expired, returned to sender\"@y>, size=504, nrcpt=1 (queue active)",
            $"postfix/smtp[1]: 94C43B60121: to=<bob@gmail.com>, {Tail}"));

    [Fact]
    public void A_line_said_several_times_counts_as_often() =>
        Assert.Equal(3, Read($"Nov 24 16:57:47 mail postfix/smtp[1]: message repeated 3 times: [ 94C43B60121: to=<bob@gmail.com>, {Tail}]").Count);

    [Fact]
    public void A_failed_login_said_several_times_is_read() =>
        Assert.Single(New().Told("Nov 24 16:57:47 mail postfix/smtpd[1]: message repeated 3 times: [ warning: unknown[81.2.69.142]: SASL LOGIN authentication failed: x, sasl_username=a]"));

    [Fact]
    public void Beyond_the_memory_the_oldest_message_is_forgotten()
    {
        var reader = Capture.Reader(PostfixLogReader.Format with { Open = _ => new PostfixLogReader(memory: 4) }, new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero));
        foreach (var id in (string[])["AAAAAA", "BBBBBB", "CCCCCC"])
        {
            reader.Told($"Nov 24 16:57:47 mail postfix/smtp[1]: {id}: to=<bob@gmail.com>, {Tail}");
        }

        Assert.Equal(
            [0, 1, 1],
            ((string[])["AAAAAA", "BBBBBB", "CCCCCC"]).Select(id => reader.Told($"Nov 24 16:57:48 mail postfix/qmgr[1]: {id}: from=<a@b>, status=expired, returned to sender").Count));
    }

    [Fact]
    public void A_message_that_is_silent_for_more_than_a_week_is_forgotten()
    {
        var reader = New();
        reader.Told($"2026-11-01T00:00:00Z mail postfix/smtp[1]: AAAAAA: to=<bob@gmail.com>, {Tail}");
        reader.Told($"2026-11-01T00:00:01Z mail postfix/smtp[1]: BBBBBB: to=<bob@gmail.com>, {Tail}");
        reader.Told($"2026-11-08T00:00:01Z mail postfix/smtp[1]: CCCCCC: to=<bob@gmail.com>, {Tail}");

        Assert.Empty(reader.Told("2026-11-08T00:00:02Z mail postfix/qmgr[1]: AAAAAA: from=<a@b>, status=expired, returned to sender"));
        Assert.Single(reader.Told("2026-11-08T00:00:02Z mail postfix/qmgr[1]: BBBBBB: from=<a@b>, status=expired, returned to sender"));
    }

    [Theory]
    [InlineData("to=<", ">, orig_to=<")]
    [InlineData("to=<", ">, relay=x, dsn=2.0.0, status=")]
    [InlineData("to=<a@b>, relay=x, ", "delay=1, ")]
    [InlineData("to=<a@b>, relay=x, dsn=2.0.0, status=sent (", "\"@")]
    public void A_line_of_a_megabyte_is_read_in_little_time(string begin, string again) =>
        Assert.InRange(Read($"Nov 24 16:57:47 mail postfix/smtp[1]: 94C43B60121: {begin}{string.Concat(Enumerable.Repeat(again, 100_000))}").Count, 0, 1);

    [Fact]
    public void Messages_may_be_mixed_in_any_way() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int).Sample((messages, seed) =>
        {
            var random = new Random(seed);
            var each = Enumerable.Range(0, messages).Select(number => new Queue<string>(Story($"4jYpkm1kQvz{number}", random))).ToList();
            var apart = each.Select(lines => New().ReadAll(lines)).ToList();
            var mixed = New().ReadAll(Mix(each, random));

            Assert.Equal(apart.SelectMany(events => events).Order(StringComparer.Ordinal), mixed.Order(StringComparer.Ordinal));
        });

    private static IEnumerable<string> Mix(List<Queue<string>> each, Random random)
    {
        while (each.Where(lines => lines.Count > 0).ToList() is { Count: > 0 } left)
        {
            yield return left[random.Next(left.Count)].Dequeue();
        }
    }

    private static IEnumerable<string> Story(string id, Random random)
    {
        yield return $"Nov 24 16:57:47 mail postfix/smtpd[1]: {id}: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username={id}";
        yield return $"Nov 24 16:57:47 mail postfix/qmgr[1]: {id}: from=<{(random.Next(4) == 0 ? "" : "a@b")}>, size=504, nrcpt=3 (queue active)";
        for (var attempt = random.Next(6); attempt > 0; attempt--)
        {
            var status = random.Next(3) switch { 0 => "sent", 1 => "bounced", _ => "deferred" };
            yield return $"Nov 24 16:57:47 mail postfix/smtp[1]: {id}: to=<r{random.Next(3)}@d{random.Next(3)}.example>, relay=none, delay=0, delays=0/0/0/0, dsn=4.0.0, status={status} (x)";
        }

        yield return $"Nov 24 16:57:47 mail postfix/qmgr[1]: {id}: {(random.Next(2) == 0 ? "from=<a@b>, status=expired, returned to sender" : "removed")}";
    }

    private static MailLogReader New(System.Collections.Immutable.ImmutableDictionary<string, string>? state = null) =>
        Capture.Reader(PostfixLogReader.Format, new DateTimeOffset(2026, 11, 25, 0, 0, 0, TimeSpan.Zero), state);

    private static IReadOnlyList<string> Read(string line) => [.. New().Told(line).Select(Describe)];

    private static IEnumerable<string> Accounts(params string[] lines)
    {
        var reader = New();
        foreach (var line in lines)
        {
            var read = line[0] == '\u0001' ? $"Nov 24 16:57:47 other {line[1..]}" : $"Nov 24 16:57:47 mail {line}";
            foreach (var delivery in reader.Told(read).OfType<DeliveryLine>())
            {
                yield return $"{delivery.Event.Account?.Value ?? "-"} {delivery.Event.RecipientDomain}";
            }
        }
    }

    private static string Describe(LogLine line) => line is DeliveryLine { Event: var e }
        ? FormattableString.Invariant($"{e.RecipientDomain} {DeliveryEventJson.Word(e.Status)} {e.Relay ?? "-"} {e.RelayAddress?.ToString() ?? "-"} {e.Dsn ?? "-"} {e.DelaySeconds?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-"} | {e.Reply}")
        : line.ToString();
}

file static class ReadingAll
{
    public static List<string> ReadAll(this MailLogReader reader, IEnumerable<string> lines) =>
        [.. lines.SelectMany(reader.Told).OfType<DeliveryLine>().Select(line => DeliveryEventJson.Write(line.Event))];
}
