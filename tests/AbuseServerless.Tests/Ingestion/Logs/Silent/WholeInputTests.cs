using System.IO.Compression;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Ingestion.Logs.Files;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.Ingestion.Logs.Silent;

/// <summary>What of an input as a whole is said to the operator.</summary>
public sealed class WholeInputTests : IDisposable
{
    private const string Line = "Nov 24 01:00:01 mx1 postfix/smtpd[1]: 4f6Z: client=unknown[81.2.69.142], sasl_method=PLAIN, sasl_username=alice@example.jp";
    private const string Fields = "#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context";
    private const string ExchangeLine = @"2026-11-24T01:00:01.123Z,EX1\Client Frontend EX1,08DB0B,3,10.0.0.5:587,81.2.69.142:53211,*,alice@example.jp,authenticated";

    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 11, 28, 11, 0, 0, TimeSpan.Zero));

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_a_folder_holds_beside_its_files_is_said_and_the_rest_is_read()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "mail.log"), Line + "\n", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Path.Combine(_folder, "empty"));
        var inner = Directory.CreateDirectory(Path.Combine(_folder, "sub")).FullName;
        await File.WriteAllTextAsync(Path.Combine(inner, "mail.log.1"), Line + "\n", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(Path.Combine(_folder, "mail.err"), "/nonexistent");

        var sources = await LogSource.FindAsync([_folder], null, TimeZoneInfo.Utc, Time, null, TestContext.Current.CancellationToken);

        Assert.Equal(Path.Combine(_folder, "mail.log"), Assert.Single(sources).Path);
        Assert.Equal([Path.Combine(_folder, "mail.err"), inner], FolderContents.NotRead([_folder, "no such folder"]).Select(found => found.Path));
    }

    [Fact]
    public void What_is_not_read_is_a_warning()
    {
        var reader = Read(Line);
        reader.PassOver("logs/sub", "is a sub-folder: name it, too, to read it.");

        Assert.Contains("logs/sub is a sub-folder: name it, too, to read it. It was not read and is missing from the result.", LogSummary.Warnings(reader.Tally));
    }

    [Fact]
    public async Task Lines_before_the_break_of_a_small_file_are_read()
    {
        var path = Path.Combine(_folder, "mail.gz");
        using var packed = new MemoryStream();
        await using (var zip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            await zip.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Line + "\n" + Line + "\n"), TestContext.Current.CancellationToken);
        }

        // The last eight bytes tell how it should end.
        await File.WriteAllBytesAsync(path, packed.ToArray()[..^8], TestContext.Current.CancellationToken);
        var source = Assert.Single(await LogSource.FindAsync([path], null, TimeZoneInfo.Utc, Time, null, TestContext.Current.CancellationToken));
        await using var file = await LogFile.OpenAsync(path, TestContext.Current.CancellationToken);

        Assert.False(source.IsBroken);
        Assert.Equal(Line, await file.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Line, await file.ReadLineAsync(TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<InvalidDataException>(async () => await file.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(Fields, ExchangeLine, "alice@example.jp 81.2.69.142 ok")]
    [InlineData(Fields, "\"2026-11-24T01:00:01.123Z\",\"EX1\\Client Frontend EX1\",\"08DB0B\",\"3\",\"10.0.0.5:587\",\"81.2.69.142:53211\",\"*\",\"alice@example.jp\",\"authenticated\"", "alice@example.jp 81.2.69.142 ok")]
    [InlineData(";", ";", "alice@example.jp 81.2.69.142 ok")]
    [InlineData(Fields, @"2026-11-24T01:00:01.123Z,EX1\Default EX1,08DB0B,4,10.0.0.5:2525,10.0.0.5:53211,*,NT AUTHORITY\SYSTEM,authenticated", "ignored")]
    public void A_log_of_Exchange_is_read_with_whatever_separates_its_values(string fields, string line, string expected) => Assert.Equal(
        expected, Servers.Servers.Last("#Log-type: SMTP Receive Protocol Log", fields == ";" ? Fields.Replace(',', ';') : fields, line == ";" ? ExchangeLine.Replace(',', ';') : line));

    [Theory]
    [InlineData("alice logged in at smtp", false)]
    [InlineData(ExchangeLine, true)]
    [InlineData(null, true)]
    public void A_header_alone_is_no_log_that_was_understood(string? line, bool isUnderstood)
    {
        var reader = Read([.. (string[])["#Log-type: SMTP Receive Protocol Log", Fields], .. line is null ? (string[])[] : [line]]);

        Assert.Equal(isUnderstood, LogSummary.Nothing(reader.Tally, null) is null);
    }

    [Theory]
    [InlineData("XCLIENT", 1)]
    [InlineData("PLAIN", 0)]
    public void Logins_that_a_proxy_and_Postfix_both_wrote_are_said(string method, int warnings)
    {
        var reader = Read(
            "2026/11/24 01:00:00 [info] 12#12: *1 client logged in, client: 81.2.69.142, server: 0.0.0.0:587, login: \"alice@example.jp\", upstream: 192.168.203.5:25, [81.2.69.142:53211-192.168.203.2:587] <=> [192.168.203.2:4000-192.168.203.5:25]",
            Line.Replace("PLAIN", method, StringComparison.Ordinal));

        Assert.Equal(2, reader.Tally.Logins);
        Assert.Equal(warnings, LogSummary.Warnings(reader.Tally).Count(warning => warning.Contains("XCLIENT", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_line_that_cannot_be_read_is_shown_with_what_is_wrong()
    {
        var reader = Read(Line.Replace("81.2.69.142", "unknown", StringComparison.Ordinal), Line.Replace("81.2.69.142", "81.2.", StringComparison.Ordinal));

        Assert.Contains(
            $"2 lines should contain an event but cannot be read (dead letters). The client's address is missing, or not an IPv4 or IPv6 address. Such as: {Line.Replace("81.2.69.142", "unknown", StringComparison.Ordinal)}",
            LogSummary.Warnings(reader.Tally));
    }

    private static MailLogReader Read(params string[] lines)
    {
        var reader = new MailLogReader(null, TimeZoneInfo.Utc, Time);
        foreach (var line in lines)
        {
            reader.Read(line);
        }

        return reader;
    }
}
