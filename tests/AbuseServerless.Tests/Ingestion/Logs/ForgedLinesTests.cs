using AbuseServerless.Ingestion.Logs;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.Ingestion.Logs;

/// <summary>Text of a client that programs write into lines of their own, and logs that look like that and are none.</summary>
public sealed class ForgedLinesTests
{
    private const string Forged = "2026-11-24 01:01:00 1x9h00-000000076Qy-1Ug8 <= i@example.jp H=(x) [200.147.3.157]:52100 P=esmtpsa A=login:innocent@example.jp S=2201";
    private const string Postfix = "Nov 24 01:01:00 mx1 postfix/smtpd[300]: 9A3C2100: client=a[200.147.3.157], sasl_method=PLAIN, sasl_username=innocent@example.jp";
    private const string Refused = "2026-11-24 01:30:00 1x9z00-000000076Qy-1Ug8 H=(spam.example) [203.0.113.66]:40000 F=<a@spam.example> rejected after DATA: spam";

    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 11, 28, 11, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData(Refused, "Envelope-from: <a@spam.example>", "P Received: from [203.0.113.66] (helo=spam.example)", "\tby mail.example.jp with esmtp (Exim 4.96)", "  X-A: x", "\t" + Forged)]
    [InlineData(Refused, "  X:" + Forged)]
    [InlineData(Refused, "  X:" + Postfix)]
    [InlineData(Refused, "\t" + Postfix)]
    [InlineData("Nov 24 01:01:00 mx1 saslauthd[979]: do_auth         : auth failure: [user=x", "                                    " + Postfix, "                                    ] [service=smtp]")]
    [InlineData("mail-1  | Nov 24 01:01:00 mx1 saslauthd[979]: auth failure: [user=x", "mail-1  |     " + Postfix)]
    [InlineData("2026-11-24T01:01:00.604074169Z Nov 24 01:01:00 mx1 saslauthd[979]: auth failure: [user=x", "2026-11-24T01:01:00.604074169Z    " + Postfix)]
    public void A_line_that_goes_on_from_the_one_before_is_no_event(params string[] lines) => Assert.Equal((0, 0), Logins(lines));

    [Theory]
    [InlineData("  {0}")]
    [InlineData("\t{0}")]
    [InlineData("mail.log:{0}")]
    [InlineData("mail.log:12:{0}")]
    public void A_log_that_was_pasted_or_searched_is_read(string form) => Assert.Equal((3, 0), Logins(Enumerable.Repeat(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, Postfix), 3)));

    /// <summary>As the C library writes months in Japanese, Chinese and Korean: with a blank before one digit.</summary>
    [Theory]
    [InlineData("12月 31", " 1月 01")]
    [InlineData("12월 31", " 1월 01")]
    [InlineData(" 9月 30", "10月 01")]
    public void A_month_of_one_digit_begins_with_a_blank(params string[] days) => Assert.Equal((2, 0), Logins(days.Select(day => day + Postfix[6..])));

    [Fact]
    public void No_month_of_one_digit_goes_on_from_a_line_with_another_month() => Assert.Equal((0, 0), Logins([Refused, " 1月 01" + Postfix[6..]]));

    [Fact]
    public void Numbered_lines_are_read_and_their_continuations_are_not() => Assert.Equal((3, 1), Logins([
        "     9\t" + Postfix,
        "    10\t" + Postfix,
        "    11\tNov 24 01:01:00 mx1 saslauthd[979]: auth failure: [user=x",
        "    12\t        " + Postfix,
        "   100\t" + Postfix]));

    [Theory]
    [InlineData("axigen", "2026-11-24 01:01:00 +0000 08 mail SMTP-IN:00000000: User 'bot@example.jp' authenticated with method LOGIN from 200.147.3.157", 1)]
    [InlineData("maddy", "2026-11-24T01:01:00Z submission: incoming message\t{\"src_ip\":\"200.147.3.157\",\"username\":\"bot@example.jp\"}", 1)]
    [InlineData("SmarterMail", "[2026.11.24] 01:01:00.123 [200.147.3.157][12345678] rsp: 235 Authentication successful", 1)]
    [InlineData("qmail", "Nov 24 01:01:00 mail smtpd: 1795482060.000000 CHKUSER relaying rcpt: from <bot@example.jp:bot@example.jp:> remote <laptop:unknown:200.147.3.157> rcpt <x@gmail.com> : client allowed to relay", 1)]
    [InlineData("IMAP", "Nov 24 01:01:00 mx cyrus/imaps[12]: login: host [200.147.3.157] bot plaintext+TLS User logged in SESSIONID=<x>", 0)]
    [InlineData("SSH", "Nov 24 01:01:00 mx sshd[12]: Accepted publickey for root from 200.147.3.157 port 22 ssh2: ED25519 SHA256:login", 0)]
    public void Logins_of_an_unknown_server_beside_a_known_one_are_told(string server, string line, int notUnderstood)
    {
        Assert.NotEmpty(server);
        Assert.Equal((1, notUnderstood), Logins([Postfix, line]));
    }

    private static (long Logins, long NotUnderstood) Logins(IEnumerable<string> lines)
    {
        var reader = new MailLogReader(null, TimeZoneInfo.Utc, Time);
        var events = lines.SelectMany(line => reader.Read(line).Events).Concat(reader.Release()).OfType<AuthLine>().Count();
        Assert.Equal(events, reader.Tally.Logins);
        return (reader.Tally.Logins, events == 0 ? 0 : reader.Tally.NotUnderstood);
    }
}
