using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Files;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.Ingestion.Logs;

/// <summary>Files that were read wrong once, each with what it really tells, worked out by hand.</summary>
public sealed class VerdictCasesTests : IDisposable
{
    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 11, 28, 11, 0, 0, TimeSpan.Zero));
    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-serverless-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_line_behind_zeros_that_a_crash_left_counts()
    {
        var (events, tally) = await ReadAsync(Case("a05-nul-run.log"));

        Assert.Equal(10, events.OfType<AuthLine>().Count());
        Assert.Equal("200.147.3.157", Logins(events)[0].Address.ToString());
        Assert.Equal(0, tally.Damaged);
    }

    [Fact]
    public async Task What_zeros_cut_off_is_lost_and_counted()
    {
        var (events, tally) = await ReadAsync(Write("Nov 24 01:01:00 mx1 postfix/smtpd[1]: 4jY: client=x[8.8.8.8], sasl_username=bo\0\0\0Nov 24 01:02:00 mx1 postfix/smtpd[1]: 4jY: client=x[8.8.8.8], sasl_username=bob\n"));

        Assert.Equal(["bob"], Logins(events).Select(login => login.Account.Value));
        Assert.Equal(1, tally.Damaged);
    }

    [Fact]
    public async Task Times_without_a_year_are_of_the_year_before_a_later_one_that_has_its_own()
    {
        var (events, _) = await ReadAsync(Case("a07-two-years.log"));

        Assert.Equal([2025, 2025, 2025, 2025, 2025, 2026, 2026, 2026, 2026, 2026], Logins(events).Select(login => login.Time.Year));
    }

    [Fact]
    public async Task Each_line_of_the_log_that_Dovecot_writes_itself_is_known_for_Dovecots()
    {
        var (events, tally) = await ReadAsync(Write("""
            Nov 24 16:56:59 master: Info: Dovecot v2.3.19.1 (9b53102964) starting up for imap, pop3, lmtp (core dumps disabled)
            Nov 24 16:57:01 imap-login: Info: Login: user=<bob@x.jp>, method=PLAIN, rip=81.2.69.142, lip=192.0.2.1, mpid=1, TLS, session=<a>
            Nov 24 16:57:02 imap(bob@x.jp)<1><a>: Info: Logged out in=1 out=2
            Nov 24 16:57:04 submission-login: Info: Login: user=<bob@x.jp>, method=PLAIN, rip=81.2.69.142, lip=192.0.2.1, mpid=1, TLS, session=<a>
            Nov 24 16:57:05 config: Warning: NOTE: You can get a new clean config file with: doveconf -Pn > dovecot-new.conf
            Nov 24 16:57:06 auth: Error: passwd-file /etc/dovecot/users: open failed
            Nov 24 16:57:06 auth-worker(12): Info: conn unix:auth-worker (pid=1,uid=2): auth-worker<1>: sql(bob,81.2.69.142): unknown user
            Nov 24 16:57:07 lmtp(12): Info: Connect from local
            Nov 24 16:57:09 indexer-worker(bob@x.jp)<1><a>: Info: Indexed 3 messages in INBOX

            """));

        Assert.Equal(["bob@x.jp"], Logins(events).Select(login => login.Account.Value));
        Assert.Equal((9, 9, 0), (tally.Lines, tally.Recognised, tally.NotUnderstood));
    }

    [Theory]
    [InlineData("Nov 24 Dec 31 Jan 1 Feb 2", null, "2025 2025 2026 2026")]
    [InlineData("Nov 24 Dec 31 Jan 1 Jun 5 Nov 24", null, "2025 2025 2026 2026 2026")]
    [InlineData("Dec 31 Jan 1 Dec 31 Jan 2", null, "2025 2026 2025 2026")]
    [InlineData("Nov 20 Nov 27 Nov 13 Nov 20", null, "2026 2026 2026 2026")]
    [InlineData("Nov 24 Dec 31 Jan 1 Feb 2", 2019, "2019 2019 2020 2020")]
    [InlineData("Nov 29 Nov 30", null, "2025 2025")]
    public async Task Years_turn_where_the_lines_do(string days, int? year, string expected)
    {
        var words = days.Split(' ');
        var lines = Enumerable.Range(0, words.Length / 2).Select(i => $"{words[2 * i]} {words[2 * i + 1],2} 01:01:00 mx1 postfix/smtpd[1]: 4jY: client=x[8.8.8.8], sasl_username=bob\n");
        var (events, _) = await ReadAsync(Write(string.Concat(lines)), year);

        Assert.Equal(expected, string.Join(' ', Logins(events).Select(login => login.Time.Year)));
    }

    [Fact]
    public async Task Clients_that_all_are_the_containers_gateway_are_told()
    {
        var (_, tally) = await ReadAsync(Case("a08-docker-gateway.log"));

        Assert.Equal("172.22.1.1", tally.OnlyPrivateAddress?.ToString());
        Assert.Contains(LogSummary.Warnings(tally), warning => warning.Contains("172.22.1.1", StringComparison.Ordinal) && warning.Contains("userland-proxy", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("d01-zimbra-hops.log", "Google bounced - Content")]
    [InlineData("d09-smarthost.log", "Postmark sent - -|Mailjet sent - -")]
    [InlineData("d11-transport-names.log", "Yahoo deferred alice@example.jp RateLimit|Yahoo expired alice@example.jp RateLimit")]
    public async Task A_delivery_is_credited_to_who_answered(string file, string expected)
    {
        var (events, _) = await ReadAsync(Case(file));

        Assert.Equal(expected, string.Join('|', events.OfType<DeliveryLine>().Select(Describe)));
    }

    [Theory]
    [InlineData("127.0.0.1[127.0.0.1]:10032", "")]
    [InlineData("127.0.0.1[127.0.0.1]:2525", "")]
    [InlineData("localhost[::1]:24", "")]
    [InlineData("mx1[198.51.100.9]:25", "")]
    [InlineData("store.example.net[198.51.100.9]:24", "")]
    [InlineData("smtp.example.net[198.51.100.9]:587", "smtp.example.net sent - -")]
    [InlineData("exchange.example.net[10.1.2.3]:25", "exchange.example.net sent - -")]
    [InlineData("email-smtp.eu-west-1.amazonaws.com[198.51.100.9]:465", "Amazon SES sent - -")]
    [InlineData("smtp.sendgrid.net[198.51.100.9]:25", "SendGrid sent - -")]
    [InlineData("mta7.am0.yahoodns.net[98.136.96.74]:25", "Yahoo sent - -")]
    public async Task The_next_hop_is_the_provider_only_where_it_can_be(string relay, string expected)
    {
        var (events, _) = await ReadAsync(Write($"Nov 24 01:01:00 mx1 postfix/smtp[1]: 4jYpkm1kQvz1kjXM: to=<ben@yahoo.com>, relay={relay}, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 ok)\n"));

        Assert.Equal(expected, string.Join('|', events.OfType<DeliveryLine>().Select(Describe)));
    }

    [Fact]
    public async Task A_host_whose_queue_is_in_the_same_log_is_no_provider()
    {
        var (events, _) = await ReadAsync(Write(
            "Nov 24 01:01:00 out postfix/smtpd[1]: 97597E6BE4: client=mx1[198.51.100.8]\n"
            + "Nov 24 01:01:00 mx1 postfix/smtp[1]: 4jYpkm1kQvz1kjXM: to=<ben@yahoo.com>, relay=out.example.net[198.51.100.9]:25, delay=1, delays=0/0/0/1, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 97597E6BE4)\n"));

        Assert.Empty(events.OfType<DeliveryLine>());
    }

    [Fact]
    public async Task Two_queues_of_a_host_are_told_apart_once_both_are_seen()
    {
        const string Tail = "relay=mx.example[192.0.2.1]:25, delay=1, delays=0/0/0/1, dsn=4.2.0, status=deferred (host mx.example[192.0.2.1] said: 450 4.2.0 later)\n";
        var (events, _) = await ReadAsync(Write(
            "Nov 24 01:00:00 mx1 postfix/qmgr[1]: AAAAAA: removed\nNov 24 01:00:00 mx1 postfix-out/qmgr[1]: BBBBBB: removed\n"
            + "Nov 24 01:01:00 mx1 postfix/smtpd[1]: 94C43B60121: client=x[8.8.8.8], sasl_method=PLAIN, sasl_username=alice\n"
            + $"Nov 24 01:01:00 mx1 postfix/smtp[1]: 94C43B60121: to=<bob@gmail.com>, {Tail}"
            + $"Nov 24 01:01:00 mx1 postfix-out/smtp[1]: 94C43B60121: to=<bob@yahoo.com>, {Tail}"));

        Assert.Equal(["alice", null], events.OfType<DeliveryLine>().Select(line => line.Event.Account?.Value));
    }

    [Fact]
    public async Task Events_of_IMAP_tell_of_nothing()
    {
        var (events, tally) = await ReadAsync(Case("v01-d24-imap.jsonl"));

        Assert.Empty(events);
        Assert.Equal(11, tally.Recognised);
    }

    [Fact]
    public async Task A_file_that_is_no_log_is_said_to_be_none()
    {
        var (events, tally) = await ReadAsync(Write("<html>\n<p>hello</p>\n"));

        Assert.Empty(events);
        Assert.Contains("<html>", LogSummary.Nothing(tally, null), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_read_in_the_order_of_time_whatever_they_are_called_and_however_compressed()
    {
        File.Copy(Case("p24-rotated.log.2.gz"), Path.Combine(_folder, "z.gz"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "a.log"), "Nov 25 01:01:00 mx1 postfix/smtpd[1]: 4jY: client=x[8.8.8.8], sasl_username=later\n", TestContext.Current.CancellationToken);
        var (events, tally) = await ReadAsync(_folder);

        Assert.Equal(12, Logins(events).Count);
        Assert.Equal("later", Logins(events)[^1].Account.Value);
        Assert.Equal("Postfix, BSD syslog, times without a zone taken as UTC, 2026-11-24 to 2026-11-25 UTC", tally.Found);
    }

    [Theory]
    [InlineData("p24-rotated.log.2.gz")]
    [InlineData("p24-rotated.log.xz")]
    [InlineData("p24-rotated.log.zst")]
    [InlineData("p24-rotated.log.bz2")]
    public async Task Compressed_logs_are_known_by_their_first_bytes(string file)
    {
        var path = Path.Combine(_folder, "mail.log.1");
        File.Copy(Case(file), path);
        var (events, _) = await ReadAsync(path);

        Assert.Equal(11, Logins(events).Count);
        Assert.Single(events.OfType<DeliveryLine>());
    }

    private static List<AbuseServerless.Ingestion.AuthEvent> Logins(IEnumerable<LogLine> events) => [.. events.OfType<AuthLine>().Select(line => line.Event)];

    private static string Describe(DeliveryLine line)
    {
        var delivery = line.Event;
        var reply = delivery.Status == DeliveryStatus.Sent ? "-" : new ReplyClassifier().Classify(delivery.Dsn, delivery.Reply).ToString();
        return $"{new ProviderTable().Find(delivery.RecipientDomain, delivery.Relay, delivery.IsRelayed)} {DeliveryEventJson.Word(delivery.Status)} {delivery.Account?.Value ?? "-"} {reply}";
    }

    private static async Task<(List<LogLine> Events, LogTally Tally)> ReadAsync(string path, int? year = null)
    {
        var reader = new MailLogReader(null, TimeZoneInfo.Utc, Time);
        var events = new List<LogLine>();
        foreach (var source in await LogSource.FindAsync([path], null, TimeZoneInfo.Utc, Time, year, TestContext.Current.CancellationToken))
        {
            reader.Begin(source);
            await using var file = await LogFile.OpenAsync(source.Path, TestContext.Current.CancellationToken);
            while ((await file.ReadLineAsync(TestContext.Current.CancellationToken) ?? file.TakeRest()) is { } line)
            {
                events.AddRange(reader.Read(line).Events);
            }
        }

        return (events, reader.Tally);
    }

    private string Write(string text)
    {
        var path = Path.Combine(_folder, "mail.log");
        File.WriteAllText(path, text);
        return path;
    }

    private static string Case(string file) => RepositoryRoot.Combine("tests", "AbuseServerless.Tests", "Ingestion", "Logs", "Cases", file);
}
