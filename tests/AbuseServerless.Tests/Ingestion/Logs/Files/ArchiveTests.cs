using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Files;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.Ingestion.Logs.Files;

public sealed class ArchiveTests : IDisposable
{
    private static readonly DateTimeOffset Today = new(2026, 1, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly FakeTimeProvider Time = new(Today);
    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-serverless-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("logs.zip")]
    [InlineData("logs.tar")]
    [InlineData("logs.tar.gz")]
    public async Task The_files_of_an_archive_come_in_the_order_of_their_lines_each_with_its_own_year(string name)
    {
        // As tar packs them by name, the newest first; only the oldest was written when its date says.
        var path = await ArchiveAsync(
            name,
            ("log/mail.log", Today, Encoding.ASCII.GetBytes(Login("Jan  3", "new") + Login("Jan  4", "newest").TrimEnd('\n'))),
            ("log/mail.log.1", Today, Encoding.ASCII.GetBytes(Login("Dec 30", "old"))),
            ("log/mail.log.2.gz", Today, Compressed(Login("Sep  1", "older"))),
            ("log/empty", Today, []),
            ("log/archive.log", Today.AddYears(-2), Encoding.ASCII.GetBytes(Login("Dec 31", "oldest"))));

        Assert.Equal(["2023-12-31 oldest", "2025-09-01 older", "2025-12-30 old", "2026-01-03 new", "2026-01-04 newest"], await LoginsAsync(path));
    }

    [Fact]
    public async Task Of_a_damaged_archive_is_read_what_is_there_and_the_rest_is_told()
    {
        var path = await ArchiveAsync("logs.tar", ("1.log", Today, Encoding.ASCII.GetBytes(Login("Dec 30", "old"))), ("2.log", Today, Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Login("Dec 31", "new"), 30)))));
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path, Cancellation))[..2560], Cancellation);
        var tally = new LogTally(Time);

        Assert.Equal(["2025-12-30 old", "2025-12-31 new"], (await LoginsAsync(path, told => tally = told)).Distinct());
        Assert.Equal([Path.Combine(path, "2.log")], tally.Broken);
    }

    [Theory]
    [InlineData("outer.zip")]
    [InlineData("outer.tar")]
    [InlineData("outer.tar.gz")]
    public async Task An_archive_within_an_archive_is_named_as_such_and_the_other_files_are_read(string name)
    {
        var inner = await File.ReadAllBytesAsync(await ArchiveAsync("inner.tar.gz", ("mail.log", Today, Encoding.ASCII.GetBytes(Login("Jan  3", "inner")))), Cancellation);
        var path = await ArchiveAsync(name, ("inner.tar.gz", Today, inner), ("mail.log", Today, Encoding.ASCII.GetBytes(Login("Jan  4", "outer"))));
        var alone = await ArchiveAsync("alone.zip", ("inner.tar.gz", Today, inner));
        LogTally tally = null!, nothing = null!;

        Assert.Equal(["2026-01-04 outer"], await LoginsAsync(path, told => tally = told));
        Assert.Equal([$"{Path.Combine(path, "inner.tar.gz")} is an archive within an archive; unpack it first. It was not read and is missing from the result."], LogSummary.Warnings(tally));
        Assert.Empty(await LoginsAsync(alone, told => nothing = told));
        Assert.Equal($"nothing recognised: {Path.Combine(alone, "inner.tar.gz")} is an archive within an archive; unpack it first.", LogSummary.Nothing(nothing, null));
    }

    [Fact]
    public async Task A_name_in_an_archive_leads_nowhere_else()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "secret.log"), Login("Jan  3", "secret"), Cancellation);
        var path = await ArchiveAsync("logs.tar", ("../secret.log", Today, Encoding.ASCII.GetBytes(Login("Jan  4", "own"))), ("/etc/x.log", Today, Encoding.ASCII.GetBytes(Login("Jan  5", "other"))));

        Assert.Equal(["2026-01-04 own", "2026-01-05 other"], await LoginsAsync(path));
    }

    [Theory]
    [InlineData("2024-12-08T06:25:00Z", "2024-12-07 x")]
    [InlineData("2024-12-06T12:00:00Z", "2024-12-07 x")]
    [InlineData("2026-11-01T00:00:00Z", "2025-12-07 x")]
    [InlineData("1970-01-01T00:00:01Z", "2025-12-07 x")]
    public async Task A_time_without_a_year_is_no_later_than_the_day_after_its_file_was_written(string written, string expected)
    {
        var path = Path.Combine(_folder, "mail.log-20241208");
        await File.WriteAllTextAsync(path, Login("Dec  7", "x"), Cancellation);
        File.SetLastWriteTimeUtc(path, DateTimeOffset.Parse(written, System.Globalization.CultureInfo.InvariantCulture).UtcDateTime);

        Assert.Equal([expected], await LoginsAsync(path));
    }

    [Fact]
    public async Task A_line_that_is_written_half_with_a_carriage_return_in_it_does_not_make_a_Mac_log()
    {
        var path = Path.Combine(_folder, "mail.log");
        await File.WriteAllTextAsync(path, "progress 1%\rprogress 2%", Cancellation);
        await using var file = await LogFile.OpenAsync(path, Cancellation);
        while (await file.ReadLineAsync(Cancellation) is not null)
        {
        }

        await File.AppendAllTextAsync(path, "\rdone\ntwo\nthree\n", Cancellation);
        var lines = new List<string>();
        while (await file.ReadLineAsync(Cancellation) is { } line)
        {
            lines.Add(line);
        }

        Assert.Equal(["two", "three"], lines[^2..]);
    }

    [Fact]
    public async Task A_29_February_is_of_the_latest_leap_year_that_is_over()
    {
        var path = Path.Combine(_folder, "mail.log");
        await File.WriteAllTextAsync(path, Login("Feb 28", "a") + Login("Feb 29", "b") + Login("Mar  1", "c"), Cancellation);

        Assert.Equal(["2024-02-28 a", "2024-02-29 b", "2024-03-01 c"], await LoginsAsync(path));
    }

    private static string Login(string day, string account) => $"{day} 01:00:00 mx1 postfix/smtpd[1]: 4jY: client=x[8.8.8.8], sasl_username={account}\n";

    private async Task<string> ArchiveAsync(string name, params (string Name, DateTimeOffset Written, byte[] Content)[] files)
    {
        var path = Path.Combine(_folder, name);
        if (name.EndsWith(".zip", StringComparison.Ordinal))
        {
            await using var archive = await ZipFile.OpenAsync(path, ZipArchiveMode.Create, Cancellation);
            foreach (var file in files)
            {
                var entry = archive.CreateEntry(file.Name);
                entry.LastWriteTime = file.Written;
                await using var stream = await entry.OpenAsync(Cancellation);
                await stream.WriteAsync(file.Content, Cancellation);
            }

            return path;
        }

        using var text = new MemoryStream();
        await using (var archive = new TarWriter(text, TarEntryFormat.Ustar, leaveOpen: true))
        {
            await archive.WriteEntryAsync(new UstarTarEntry(TarEntryType.Directory, "log/"), Cancellation);
            foreach (var file in files)
            {
                await archive.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, file.Name) { DataStream = new MemoryStream(file.Content), ModificationTime = file.Written }, Cancellation);
            }
        }

        await File.WriteAllBytesAsync(path, name.EndsWith("gz", StringComparison.Ordinal) ? Compressed(Encoding.Latin1.GetString(text.ToArray())) : text.ToArray(), Cancellation);
        return path;
    }

    private static async Task<List<string>> LoginsAsync(string path, Action<LogTally>? told = null)
    {
        var reader = new MailLogReader(null, TimeZoneInfo.Utc, Time);
        var logins = new List<AuthLine>();
        foreach (var source in await LogSource.FindAsync([path], null, TimeZoneInfo.Utc, Time, null, Cancellation))
        {
            if (source.IsBroken)
            {
                reader.EndEarly(source.Path, source.IsNested);
                continue;
            }

            reader.Begin(source);
            await using var file = await LogFile.OpenAsync(source.Path, Cancellation);
            try
            {
                while ((await file.ReadLineAsync(Cancellation) ?? file.TakeRest()) is { } line)
                {
                    logins.AddRange(reader.Read(line).Events.OfType<AuthLine>());
                }
            }
            catch (InvalidDataException)
            {
                reader.EndEarly(source.Path);
            }
        }

        told?.Invoke(reader.Tally);
        return [.. logins.Select(login => $"{login.Event.Time:yyyy-MM-dd} {login.Event.Account}")];
    }

    private static byte[] Compressed(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.Latin1.GetBytes(text));
        }

        return bytes.ToArray();
    }
}
