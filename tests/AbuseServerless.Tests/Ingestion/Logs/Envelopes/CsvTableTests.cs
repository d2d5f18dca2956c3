using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Files;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.Ingestion.Logs.Envelopes;

/// <summary>Tables into which stores of logs export lines.</summary>
public sealed class CsvTableTests : IDisposable
{
    private const string Message = "4jY: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=alice@x.jp";
    private const string Login = "2026-11-24T01:01:00 alice@x.jp 81.2.69.142 ok";
    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 11, 28, 11, 0, 0, TimeSpan.Zero));
    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-serverless-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Stores of logs, their headers and a row.</summary>
    public static TheoryData<string, string> Tables => new()
    {
        { "id,ReceivedAt,DeviceReportedTime,FromHost,SysLogTag,Message", $"0,2026-11-24 01:01:00,2026-11-24 01:01:00,mx1,postfix/smtpd[1]:,\"{Message}\"" }, // rsyslog's table SystemEvents
        { "\"timestamp\",\"source\",\"message\"", $"\"2026-11-24T01:01:00.000Z\",\"mx1\",\"postfix/smtpd[1]: {Message}\"" }, // Graylog
        { "\uFEFFtimestamp,source,message", $"2026-11-24T01:01:00.000Z,mx1,\"mx1 postfix/smtpd[1]: {Message}\"" },
        { "\"@timestamp\",\"host.name\",\"process.name\",message", $"\"Nov 24, 2026 @ 01:01:00.000\",mx1,\"postfix/smtpd\",\"{Message}\"" }, // Kibana
        { "_source,@timestamp,message", $"-,\"Nov 24, 2026 @ 01:01:00.000\",\"Nov 24 01:01:00 mx1 postfix/smtpd[1]: {Message}\"" },
        { "\"_raw\",\"_time\",host,source", $"\"Nov 24 01:01:00 mx1 postfix/smtpd[1]: {Message}\",\"2026-11-24T01:01:00.000+0000\",mx1,\"/var/log/mail.log\"" }, // Splunk
        { "TimeGenerated [UTC],Computer,ProcessName,ProcessID,SyslogMessage", $"\"11/24/2026, 1:01:00.000 AM\",mx1,postfix/smtpd,1,\"{Message}\"" }, // Log Analytics
        { "timestamp;source;message", $"2026-11-24T01:01:00.000Z;mx1;postfix/smtpd[1]: {Message}" },
        { "sep=,\ntimestamp,source,message", $"2026-11-24T01:01:00.000Z,mx1,\"postfix/smtpd[1]: {Message}\"" },
        { "timestamp\tsource\tmessage", $"2026-11-24T01:01:00.000Z\tmx1\tpostfix/smtpd[1]: {Message}" },
        { "timestamp,source,message", $"2026-11-24T01:01:00.000Z,mx1,\"postfix/smtpd[1]: {Message}\n\"" }, // with the line end
        { "timestamp,note,message", $"2026-11-24T01:01:00.000Z,\"say \"\"hi\"\",\nyes\",\"postfix/smtpd[1]: {Message}\"" },
        { "Date (UTC),Request ID,Username,IP address,Status,Sign-in error code,Client app", "2026-11-24T01:01:00Z,r,alice@x.jp,81.2.69.142,Success,,Authenticated SMTP" }, // Entra
        { "\"TimeGenerated [UTC]\",ResultType,Status,UserPrincipalName,IPAddress,ClientAppUsed", "\"11/24/2026, 1:01:00.000 AM\",0,\"{\"\"errorCode\"\":0}\",alice@x.jp,81.2.69.142,Authenticated SMTP" },
    };

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_row_tells_what_its_line_does(string header, string row)
    {
        var tally = await ReadAsync($"{header}\r\n{row}\r\n");

        Assert.Equal([Login], tally.Events);
        Assert.Equal(tally.Tally.Lines, tally.Tally.Recognised);
    }

    [Theory]
    [InlineData("Failure", "50126", "2026-11-24T01:01:00 alice@x.jp 81.2.69.142 failed")]
    [InlineData("Interrupted", "50074", "2026-11-24T01:01:00 alice@x.jp 81.2.69.142 failed")]
    [InlineData("Failure", "", "2026-11-24T01:01:00 alice@x.jp 81.2.69.142 failed")]
    [InlineData("Success", "0", Login)]
    public async Task A_sign_in_that_failed_is_no_login(string status, string code, string expected) => Assert.Equal(
        [expected],
        (await ReadAsync($"Date (UTC),Request ID,Username,IP address,Status,Sign-in error code,Client app\n2026-11-24T01:01:00Z,r,alice@x.jp,81.2.69.142,{status},{code},Authenticated SMTP\n")).Events);

    [Fact]
    public async Task A_row_of_another_width_is_said_to_be_not_understood()
    {
        var (events, tally) = await ReadAsync($"timestamp,source,message\n2026-11-24T01:01:00.000Z,mx1,\"postfix/smtpd[1]: {Message}\",more\n2026-11-24T01:01:00.000Z,mx1,\"postfix/smtpd[1]: {Message}\"\n");

        Assert.Equal([Login], events);
        Assert.Equal(1, tally.NotUnderstood);
    }

    [Fact]
    public async Task A_table_that_breaks_off_is_damaged()
    {
        var (events, tally) = await ReadAsync($"timestamp,source,message\n2026-11-24T01:01:00.000Z,mx1,\"postfix/smtpd[1]: {Message}\"\n2026-11-24T01:01:00.000Z,mx1,\"postfix/sm");

        Assert.Equal([Login], events);
        Assert.Equal(1, tally.Damaged);
    }

    [Theory]
    [InlineData("Nov 24 01:01:00 mx1 app[1]: timestamp,source,message\n2026-11-24T01:01:00Z,mx1,\"postfix/smtpd[1]: " + Message + "\"\n")]
    [InlineData("time,note\n2026-11-24T01:01:00Z,\"postfix/smtpd[1]: " + Message + "\"\n")]
    public async Task Other_tables_are_none(string text) => Assert.Empty((await ReadAsync(text)).Events);

    [Fact]
    public async Task The_header_is_known_where_a_file_is_read_from_the_middle_on()
    {
        var path = Path.Combine(_folder, "export.csv");
        await File.WriteAllTextAsync(path, $"timestamp,source,message\n2026-11-24T01:01:00.000Z,mx1,\"postfix/smtpd[1]: {Message}\"\n", TestContext.Current.CancellationToken);
        var reader = new MailLogReader(null, TimeZoneInfo.Utc, Time);
        reader.Begin(await LogSource.LookAsync(path, null, TimeZoneInfo.Utc, Time, null, TestContext.Current.CancellationToken));

        Assert.Single(reader.Read($"2026-11-24T01:02:00.000Z,mx1,\"postfix/smtpd[1]: {Message}\"").Events);
    }

    private async Task<(IReadOnlyList<string> Events, LogTally Tally)> ReadAsync(string text)
    {
        var path = Path.Combine(_folder, "export.csv");
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        var reader = new MailLogReader(null, TimeZoneInfo.Utc, Time);
        reader.Begin(await LogSource.LookAsync(path, null, TimeZoneInfo.Utc, Time, null, TestContext.Current.CancellationToken));
        var events = text.Split('\n')[..^(text.EndsWith('\n') ? 1 : 0)].Select(line => line.TrimEnd('\r')).SelectMany(line => reader.Read(line).Events).ToList();
        events.AddRange(reader.Release());
        return ([.. events.OfType<AuthLine>().Select(line => $"{line.Event.Time:yyyy-MM-dd'T'HH:mm:ss} {line.Event.Account} {line.Event.Address} {(line.Event.Success ? "ok" : "failed")}")], reader.Tally);
    }
}
