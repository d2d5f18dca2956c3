using System.IO.Compression;
using System.Text;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Files;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.Ingestion.Logs;

/// <summary>Logs of which one holds lines of the other, such as mail.log and syslog of Debian.</summary>
public sealed class RepeatedLinesTests : IDisposable
{
    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 11, 28, 11, 0, 0, TimeSpan.Zero));
    private static readonly string[] Log = [.. Enumerable.Range(0, 20).Select(i =>
        $"Nov 24 01:{i:00}:00 mx1 postfix/smtpd[300]: 9A3C21{i:00}: client=a[200.147.3.157], sasl_method=PLAIN, sasl_username=bot@example.jp")];

    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-serverless-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_folder_in_which_lines_stand_in_several_files_counts_each_once_and_says_so()
    {
        Write("mail.log", Log);
        Write("syslog", ["Nov 24 01:00:00 mx1 cron[1]: x", .. Log[5..], "Nov 24 02:00:00 mx1 postfix/smtpd[300]: AAAA: client=a[200.147.3.157], sasl_method=PLAIN, sasl_username=bot@example.jp"]);
        await using (var gzip = new GZipStream(File.Create(Path.Combine(_folder, "mail.log.1.gz")), CompressionLevel.Fastest))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(string.Join('\n', Log[..10]) + '\n'), TestContext.Current.CancellationToken);
        }

        var tally = await ReadAsync();
        Assert.Equal((21, 25), (tally.Logins, tally.Repeated));
        Assert.Contains("25 events stand in several of the files and count once. The first million lines with events are compared: name each log once.", LogSummary.Warnings(tally));
    }

    [Fact]
    public async Task A_line_that_stands_twice_in_one_file_is_two_events_and_so_are_equal_events_of_two_files()
    {
        Write("mail.log", [Log[0], Log[0]]);
        const string Event = """{"time":"2026-11-24T01:01:00Z","account":"alice","ip":"8.8.8.8","success":true}""";
        Write("a.jsonl", [Event]);
        Write("b.jsonl", [Event]);
        var tally = await ReadAsync();
        Assert.Equal((4, 0), (tally.Logins, tally.Repeated));
    }

    private void Write(string name, IEnumerable<string> lines) => File.WriteAllLines(Path.Combine(_folder, name), lines);

    private async Task<LogTally> ReadAsync()
    {
        var reader = new MailLogReader(null, TimeZoneInfo.Utc, Time);
        reader.TellRepeated();
        foreach (var source in await LogSource.FindAsync([_folder], null, TimeZoneInfo.Utc, Time, null, TestContext.Current.CancellationToken))
        {
            reader.Begin(source);
            await using var file = await LogFile.OpenAsync(source.Path, TestContext.Current.CancellationToken);
            while ((await file.ReadLineAsync(TestContext.Current.CancellationToken) ?? file.TakeRest()) is { } line)
            {
                reader.Read(line);
            }
        }

        reader.Release();
        return reader.Tally;
    }
}
