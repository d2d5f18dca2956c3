using System.IO.Compression;
using System.Text;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Files;
using AbuseServerless.Ingestion.Logs.Patterns;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.Ingestion.Logs;

/// <summary>Files of which nothing or not all can be read, and what is said then.</summary>
public sealed class UnreadableFilesTests : IDisposable
{
    private const string Login = "Nov 24 01:01:00 mx1 postfix/smtpd[1]: 4jY: client=x[8.8.8.8], sasl_username=bob\n";

    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 11, 28, 11, 0, 0, TimeSpan.Zero));
    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-serverless-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_compressed_file_that_was_cut_gives_what_is_there_and_a_warning_with_its_name()
    {
        var random = new Random(1);
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 5_000).Select(_ => Login.Replace("4jY", $"{random.Next():X}", StringComparison.Ordinal)))));
        }

        var path = Write("mail.log.2.gz", bytes.ToArray()[..(int)(bytes.Length / 2)]);

        var tally = await ReadAsync(path);

        Assert.Equal([path], tally.Broken);
        Assert.InRange(tally.Logins, 1_000, 4_000);
        Assert.Equal(tally.Lines, tally.Logins);
        Assert.EndsWith(" 1 file could not be read to the end.", LogSummary.Of(tally), StringComparison.Ordinal);
        Assert.Equal($"{path} ends early or is damaged: the rest was not read and is missing from the result.", LogSummary.Warnings(tally).First());
    }

    [Theory]
    [InlineData("p24-rotated.log.2.gz")]
    [InlineData("p24-rotated.log.xz")]
    [InlineData("p24-rotated.log.zst")]
    [InlineData("p24-rotated.log.bz2")]
    public async Task Wherever_a_compressed_file_is_cut_it_is_told(string file)
    {
        var whole = await File.ReadAllBytesAsync(RepositoryRoot.Combine("tests", "AbuseServerless.Tests", "Ingestion", "Logs", "Cases", file), Cancellation);
        var lengths = Enumerable.Range(1, 8).Select(part => whole.Length * part / 9).Concat(Enumerable.Range(1, 12).Select(missing => whole.Length - missing));
        foreach (var length in lengths)
        {
            var path = Write("cut.log", whole[..length]);
            Assert.True((await ReadAsync(path)).Broken.Count == 1, $"{length} of {whole.Length} bytes");
        }
    }

    [Theory]
    [InlineData("p24-rotated.log.2.gz")]
    [InlineData("p24-rotated.log.xz")]
    [InlineData("p24-rotated.log.zst")]
    [InlineData("p24-rotated.log.bz2")]
    public async Task What_is_read_of_a_compressed_file_that_was_cut_stood_in_it(string file)
    {
        var path = RepositoryRoot.Combine("tests", "AbuseServerless.Tests", "Ingestion", "Logs", "Cases", file);
        var (whole, bytes) = (await LinesAsync(path), await File.ReadAllBytesAsync(path, Cancellation));
        for (var length = bytes.Length / 2; length < bytes.Length; length += 31)
        {
            var read = await LinesAsync(Write("cut.log", bytes[..length]));

            Assert.Equal(whole.Take(read.Count), read);
        }
    }

    [Theory]
    [InlineData("PK\u0003\u0004\u0014\0\0\0\u0008\0mail.log\n")]
    [InlineData("\u001f\u008b\u0008\0")]
    public async Task What_is_broken_from_its_beginning_is_said_to_be(string text)
    {
        var path = Write("mail.log", Encoding.Latin1.GetBytes(text));

        Assert.Equal($"nothing recognised: {path} is compressed, and encrypted or damaged from its beginning.", LogSummary.Nothing(await ReadAsync(path), null));
    }

    [Fact]
    public async Task A_file_of_which_nothing_can_be_read_holds_up_no_other()
    {
        var bytes = await File.ReadAllBytesAsync(RepositoryRoot.Combine("tests", "AbuseServerless.Tests", "Ingestion", "Logs", "Cases", "p24-rotated.log.bz2"), Cancellation);
        Write("a.log", bytes[..40]);
        Write("b.log", Encoding.UTF8.GetBytes(Login));

        var sources = await LogSource.FindAsync([_folder], null, TimeZoneInfo.Utc, Time, null, Cancellation);

        Assert.Equal([("b.log", false), ("a.log", true)], sources.Select(source => (Path.GetFileName(source.Path), source.IsBroken)));
    }

    [Theory]
    [InlineData("__CURSOR=s=1;i=0\n__REALTIME_TIMESTAMP=1795482000000000\n", "journalctl -o export")]
    [InlineData("Tue 2026-11-24 01:00:00.123456 UTC [s=abc;i=0;b=1;m=2;t=3;x=4]\n    _TRANSPORT=syslog\n", "-o verbose: use -o json")]
    [InlineData("[ 5000.000000] mx1 cron[2000]: started\n", "text without dates")]
    [InlineData("4jYpkm1kQvz1kjXM: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=alice@x.jp\n", "without times, such as from journalctl -o cat")]
    [InlineData("5c1b2d3e4f5a6b7c smtp connected address=81.2.69.142 host=x\n5c1b2d3e4f5a6b7c smtp authentication user=alice result=ok\n", "no readable time stamp. Configure the server or the container to write one")]
    [InlineData("#Software: Microsoft Internet Information Services 10.0\n#Version: 1.0\n#Date: 2026-11-24 01:01:00\n", "The first line is: #Software: Microsoft Internet")]
    [InlineData("[24/Nov/2026 01:01:00] SMTP: User alice@x.jp authenticated from 81.2.69.142\n", "text in an unsupported format")]
    [InlineData("Tue 2026-11-24 01:01:00 UTC mx1 postfix@-.service[300]: 9A3C2100: client=unknown[81.2.69.142], sasl_username=alice@x.jp\n", "journalctl -o with-unit")]
    [InlineData("Nov 24 01:01:00 host mail[9103]: Nov 24 01:01:00 mx1 postfix/smtpd[300]: 9A3C2100: client=unknown[81.2.69.142], sasl_username=alice@x.jp\n", "Docker's syslog driver with a tag of your own")]
    [InlineData("Nov 24 01:01:00 mx1 postfix/smtpd[1]: 9A00: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=m\uFFFDller@x.jp\n", "nothing counts: the lines contain events that cannot be read.")]
    [InlineData("\u0004\"M\u0018d@ab\n", "compressed by lz4")]
    [InlineData("]\0\0\u0080\0ab\n", "compressed by lzma")]
    public async Task A_form_that_is_not_read_is_named_with_the_one_that_is(string text, string said) =>
        Assert.Contains(said, LogSummary.Nothing(await ReadAsync(Write("some.log", Encoding.UTF8.GetBytes(text))), null), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_of_the_kind_it_is_said_to_be_is_told_so()
    {
        var json = LogFormats.All.Single(format => format.Name == "json");
        var reader = new MailLogReader([json], TimeZoneInfo.Utc, Time);
        reader.Read("GET / HTTP/1.1");
        Assert.Equal($"nothing recognised as {json.Title}. The first line is: GET / HTTP/1.1", LogSummary.Nothing(reader.Tally, json));
    }

    [Theory]
    [InlineData("%PDF-1.7\n%\uFFFD\uFFFD\nsmtp x\u0001", "It is a PDF document.")]
    [InlineData("\u007fELF\u0002\u0001\u0001\0\0\0\0\0\nmore\n", "It is a program (ELF).")]
    [InlineData("LPKSHHRH\0\0\0\0\nmore\n", "It is the file of a systemd journal: give the output of journalctl -o short-iso.")]
    [InlineData("\u0001\u0002smtp\u0003\u0004\n\n", "It is a binary file.")]
    public async Task A_file_that_holds_no_text_is_named_and_not_shown(string text, string said)
    {
        var tally = await ReadAsync(Write("some.log", Encoding.UTF8.GetBytes(text)));

        Assert.Equal($"nothing recognised. {said}", LogSummary.Nothing(tally, null));
        Assert.Empty(LogSummary.Warnings(tally));
    }

    [Theory]
    [InlineData("""[{"time":"2026-11-24T01:02:03Z","account":"alice@example.jp","ip":"81.2.69.142","success":true}]""", "jq -c '.[]' FILE > events.jsonl")]
    [InlineData(
        "account,Time,ip,success\na,2026-11-24T01:02:03Z,81.2.69.142,true",
        """jq -cR 'select(input_line_number > 1) | split(",") | {time: .[1], account: .[0], ip: .[2], success: (.[3] == "true")}' FILE > events.jsonl""")]
    public async Task Events_in_another_shape_come_with_the_command_that_converts_them(string text, string command)
    {
        var nothing = LogSummary.Nothing(await ReadAsync(Write("events", Encoding.UTF8.GetBytes(text))), null);

        Assert.Contains("JSON Lines are required, one event per line", nothing, StringComparison.Ordinal);
        Assert.Contains(command, nothing, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("plesk_saslauthd[99]: listen=6, status=5, dbpath='/plesk/passwd.db'", 0)]
    [InlineData("systemd[1]: Started postfix.service - Postfix Mail Transport Agent.", 0)]
    [InlineData("mymail[1]: SMTP login of alice", 1)]
    public async Task Who_stands_beside_a_mail_server_is_not_said_to_be_not_understood(string text, int notUnderstood) =>
        Assert.Equal(notUnderstood, (await ReadAsync(Write("mail.log", Encoding.UTF8.GetBytes(Login + $"Nov 24 01:01:00 mx1 {text}\n")))).NotUnderstood);

    [Fact]
    public async Task One_of_something_is_not_told_as_several()
    {
        var tally = await ReadAsync(Write("mail.log", Encoding.UTF8.GetBytes(Login.Replace("bob", "bo\0\0", StringComparison.Ordinal) + Login)));

        Assert.Equal("Postfix, BSD syslog, times without a zone taken as UTC, 2026-11-24 UTC: 2 lines, 1 recognised, 1 login, 0 deliveries, 0 lines that look like mail were not understood.", LogSummary.Of(tally));
        Assert.Equal(["1 line is damaged and was skipped."], LogSummary.Warnings(tally));
    }

    [Theory]
    [InlineData("2026-11-28T11:05:00Z", null)]
    [InlineData("2026-11-28T11:05:01Z", "1 event is in the future, by more than 5 minutes, and does not count. Is the time zone right?")]
    public async Task Logins_of_the_future_are_told_of(string time, string? said)
    {
        var tally = await ReadAsync(Write("mail.log", Encoding.UTF8.GetBytes($"{time} mx1 postfix/smtpd[7]: NOQUEUE: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=bob\n")));

        Assert.Equal((1, null), (tally.Logins, tally.AssumedZone));
        Assert.Equal(said is null ? [] : [said], LogSummary.Warnings(tally));
    }

    [Theory]
    [InlineData("*.gz", "no file matches")]
    [InlineData("nowhere/*", "no file matches")]
    [InlineData(".", "there is no file in this folder")]
    public async Task A_pattern_that_nothing_fits_and_an_empty_folder_are_faults(string name, string why)
    {
        var path = Path.Combine(_folder, name);
        var fault = await Assert.ThrowsAsync<FileNotFoundException>(() => ReadAsync(path));
        Assert.Equal($"{path}: {why}.", fault.Message);
    }

    [Theory]
    [InlineData("patterns:")]
    [InlineData("patterns: ")]
    public void A_file_of_patterns_without_a_name_is_told(string format) =>
        Assert.Equal("the file of patterns has no name: write patterns:FILE.", Assert.Throws<PatternFileException>(() => LogFormats.Find(format)).Message);

    private static async Task<List<string>> LinesAsync(string path)
    {
        List<string> lines = [];
        try
        {
            await using var file = await LogFile.OpenAsync(path, Cancellation);
            while (await file.ReadLineAsync(Cancellation) is { } line)
            {
                lines.Add(line);
            }
        }
        catch (Exception e) when (LogFile.IsBroken(e))
        {
            // What was read before is looked at.
        }

        return lines;
    }

    private static async Task<LogTally> ReadAsync(string path)
    {
        var reader = new MailLogReader(null, TimeZoneInfo.Utc, Time);
        foreach (var source in await LogSource.FindAsync([path], null, TimeZoneInfo.Utc, Time, null, Cancellation))
        {
            if (source.IsBroken)
            {
                reader.EndEarly(source.Path);
                continue;
            }

            reader.Begin(source);
            await using var file = await LogFile.OpenAsync(source.Path, Cancellation);
            try
            {
                while ((await file.ReadLineAsync(Cancellation) ?? file.TakeRest()) is { } line)
                {
                    reader.Read(line);
                }
            }
            catch (Exception e) when (LogFile.IsBroken(e))
            {
                Assert.Null(file.TakeRest());
                reader.EndEarly(source.Path);
            }
        }

        reader.Release();
        return reader.Tally;
    }

    private string Write(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
