using AbuseServerless.Deliveries;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Files;
using AbuseServerless.Ingestion.Logs.Postfix;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.Ingestion.Logs.Files;

public sealed class ImportStateTests : IDisposable
{
    private static readonly DateTimeOffset Reference = new(2026, 11, 25, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Lines = File.ReadAllLines(RepositoryRoot.Combine("tests", "AbuseServerless.Tests", "Ingestion", "Logs", "Captures", "postfix-deliveries.log"));

    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-serverless-").FullName;

    private string StateFile => Path.Combine(_folder, "mail.resume");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_log_that_is_cut_anywhere_and_gone_on_with_tells_the_same()
    {
        var whole = Read(Capture.Reader(PostfixLogReader.Format, Reference), Lines).Order(StringComparer.Ordinal).ToList();

        Gen.Int[0, Lines.Length].Sample(
            cut =>
            {
                var first = Capture.Reader(PostfixLogReader.Format, Reference);
                var before = Read(first, Lines[..cut]);
                new ImportState([new("id", cut)], first.Save()).Save(StateFile);
                var second = Capture.Reader(PostfixLogReader.Format, Reference, ImportState.Load(StateFile).Readers);

                Assert.Equal(whole, before.Concat(Read(second, Lines[cut..])).Order(StringComparer.Ordinal));
            },
            iter: 20,
            threads: 1);
    }

    [Theory]
    [InlineData(
        "2026-11-24T01:01:00Z [NOTICE] [B09C16A5-1CD9-40C3-98C3-03F664CA163F] [core] connect ip=81.2.69.142 port=34496 local_ip=192.0.2.25 local_port=587",
        "2026-11-24T01:01:00Z [PROTOCOL] [B09C16A5-1CD9-40C3-98C3-03F664CA163F] [core] C: AUTH PLAIN AGFsaWNlAHNlY3JldA== state=1",
        "2026-11-24T01:01:00Z [PROTOCOL] [B09C16A5-1CD9-40C3-98C3-03F664CA163F] [core] S: 235 2.7.0 Authentication successful",
        "2026-11-24T01:01:00Z [NOTICE] [B09C16A5-1CD9-40C3-98C3-03F664CA163F] [core] disconnect ip=81.2.69.142 rdns=x helo=x relay=Y early=N rcpts=0/0/0 msgs=0/0/0 time=0.1")]
    [InlineData(
        "2026-11-24T01:01:00Z [NOTICE] [B09C16A5-1CD9-40C3-98C3-03F664CA163F] [core] connect ip=81.2.69.142 port=34496 local_ip=192.0.2.25 local_port=587",
        "2026-11-24T01:01:00Z [PROTOCOL] [B09C16A5-1CD9-40C3-98C3-03F664CA163F] [core] C: AUTH LOGIN state=1",
        "2026-11-24T01:01:00Z [PROTOCOL] [B09C16A5-1CD9-40C3-98C3-03F664CA163F] [core] S: 334 VXNlcm5hbWU6",
        "2026-11-24T01:01:00Z [PROTOCOL] [B09C16A5-1CD9-40C3-98C3-03F664CA163F] [core] C: YWxpY2U= state=1",
        "2026-11-24T01:01:00Z [PROTOCOL] [B09C16A5-1CD9-40C3-98C3-03F664CA163F] [core] S: 334 UGFzc3dvcmQ6",
        "2026-11-24T01:01:00Z [PROTOCOL] [B09C16A5-1CD9-40C3-98C3-03F664CA163F] [core] C: c2VjcmV0 state=1",
        "2026-11-24T01:01:00Z [PROTOCOL] [B09C16A5-1CD9-40C3-98C3-03F664CA163F] [core] S: 235 2.7.0 Authentication successful",
        "2026-11-24T01:01:00Z [NOTICE] [B09C16A5-1CD9-40C3-98C3-03F664CA163F] [core] disconnect ip=81.2.69.142 rdns=x helo=x relay=Y early=N rcpts=0/0/0 msgs=0/0/0 time=0.1")]
    [InlineData(
        "Nov 24 01:01:00 mx1 smtpd[99]: 5c1b2d3e4f5a6b7c smtp connected address=81.2.69.142 host=<unknown>",
        "Nov 24 01:01:00 mx1 smtpd[99]: 5c1b2d3e4f5a6b7c smtp tls ciphers=TLSv1.3",
        "Nov 24 01:01:00 mx1 smtpd[99]: 5c1b2d3e4f5a6b7c smtp authentication user=alice result=ok")]
    public void A_session_that_is_cut_anywhere_and_gone_on_with_tells_the_same(params string[] lines)
    {
        for (var cut = 0; cut < lines.Length; cut++)
        {
            var first = new MailLogReader(null, TimeZoneInfo.Utc, new FakeTimeProvider(Reference));
            Assert.Empty(Read(first, lines[..cut]));
            new ImportState([], first.Save()).Save(StateFile);
            Assert.DoesNotContain("secret", File.ReadAllText(StateFile), StringComparison.Ordinal);
            var second = new MailLogReader(null, TimeZoneInfo.Utc, new FakeTimeProvider(Reference), state: ImportState.Load(StateFile).Readers);

            var login = Assert.Single(lines[cut..].SelectMany(line => second.Read(line).Events).OfType<AuthLine>()).Event;
            Assert.Equal("alice 81.2.69.142", $"{login.Account} {login.Address}");
        }
    }

    [Fact]
    public void No_recipient_is_saved()
    {
        var reader = Capture.Reader(PostfixLogReader.Format, Reference);
        Read(reader, Lines[..(Lines.Length / 2)]);
        new ImportState([], reader.Save()).Save(StateFile);
        var saved = File.ReadAllText(StateFile);

        Assert.Contains("alice@rig.test", saved, StringComparison.Ordinal);
        Assert.Contains("smallhost.example", saved, StringComparison.Ordinal);
        Assert.DoesNotContain("defer450", saved, StringComparison.Ordinal);
        Assert.DoesNotContain("busy421", saved, StringComparison.Ordinal);
    }

    [Fact]
    public void Positions_are_by_log_and_the_oldest_is_forgotten_in_the_end()
    {
        var state = Enumerable.Range(0, 1_500).Aggregate(ImportState.Empty, (state, number) => state.At($"log{number}", number));

        Assert.Equal(0, state.PositionOf("log499"));
        Assert.Equal(500, state.PositionOf("log500"));
        Assert.Equal(7, state.At("log500", 7).PositionOf("log500"));
        Assert.Equal(0, state.PositionOf("another"));
    }

    [Fact]
    public void Without_a_file_nothing_was_read() => Assert.Same(ImportState.Empty, ImportState.Load(StateFile));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"Logs":[],"Queue":[]}""")]
    public void What_is_no_state_is_refused_by_name(string text)
    {
        File.WriteAllText(StateFile, text);

        Assert.Contains(StateFile, Assert.Throws<InvalidDataException>(() => ImportState.Load(StateFile)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_of_the_first_version_is_gone_on_with()
    {
        File.WriteAllText(StateFile, """{"Logs":[{"Id":"A1","Position":812}],"Queue":{"Messages":[{"Id":"mail/postfix/94C43B60121","LastLine":"2026-11-24T16:00:00+00:00","Account":"alice@rig.test","IsBounce":false,"IsQueued":true,"Open":[{"Key":"k","Domain":"gmail.com","Relay":null,"RelayIp":null,"Dsn":null,"Reply":null}]}]}}""");

        var state = ImportState.Load(StateFile);
        var told = Read(Capture.Reader(PostfixLogReader.Format, Reference, state.Readers), ["Nov 24 16:57:47 mail postfix/smtp[1]: 94C43B60121: to=<bob@gmail.com>, relay=none, delay=0, delays=0/0/0/0, dsn=4.4.1, status=deferred (no)"]);

        Assert.Equal(812, state.PositionOf("A1"));
        Assert.Contains("\"account\":\"alice@rig.test\"", Assert.Single(told), StringComparison.Ordinal);
    }

    private static List<string> Read(MailLogReader reader, IEnumerable<string> lines) =>
        [.. lines.SelectMany(reader.Told).Select(line => line is DeliveryLine delivery ? DeliveryEventJson.Write(delivery.Event) : line.ToString())];
}
