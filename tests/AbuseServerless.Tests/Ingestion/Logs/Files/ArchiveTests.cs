using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using AbuseServerless.Ingestion.Logs.Files;

namespace AbuseServerless.Tests.Ingestion.Logs.Files;

public sealed class ArchiveTests : IDisposable
{
    private static readonly DateTimeOffset Today = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-serverless-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_files_of_a_ZIP_archive_come_in_the_order_of_their_dates_compressed_or_not()
    {
        var path = Path.Combine(_folder, "logs.zip");
        await using (var archive = await ZipFile.OpenAsync(path, ZipArchiveMode.Create, Cancellation))
        {
            await AddAsync(archive, "var/log/", Today, []);
            await AddAsync(archive, "var/log/mail.log", Today, "three\nfour"u8.ToArray());
            await AddAsync(archive, "var/log/mail.log.1.gz", Today.AddDays(-1), Compressed("two\n"));
            await AddAsync(archive, "var/log/mail.log.2", Today.AddDays(-2), "one"u8.ToArray());
        }

        Assert.Equal(["one", "two", "three", "four"], await ReadAsync(path));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_files_of_a_tar_archive_come_as_they_stand_there_compressed_or_not(bool isCompressed)
    {
        using var text = new MemoryStream();
        await using (var archive = new TarWriter(text, TarEntryFormat.Ustar, leaveOpen: true))
        {
            await archive.WriteEntryAsync(new UstarTarEntry(TarEntryType.Directory, "log/"), Cancellation);
            foreach (var (name, content) in (IEnumerable<(string, byte[])>)[("log/mail.log.2.gz", Compressed("one\ntwo")), ("log/empty", []), ("log/mail.log", "three\n"u8.ToArray())])
            {
                await archive.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) }, Cancellation);
            }
        }

        var path = Path.Combine(_folder, "logs.tar");
        await File.WriteAllBytesAsync(path, isCompressed ? Compressed(Encoding.Latin1.GetString(text.ToArray())) : text.ToArray(), Cancellation);

        Assert.Equal(["one", "two", "three"], await ReadAsync(path));
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path, Cancellation))[..(isCompressed ? 100 : 1500)], Cancellation);
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(path));
    }

    [Fact]
    public async Task An_archive_within_an_archive_is_not_followed()
    {
        var path = Path.Combine(_folder, "outer.zip");
        await using (var archive = await ZipFile.OpenAsync(path, ZipArchiveMode.Create, Cancellation))
        {
            using var inner = new MemoryStream();
            await using (var within = new ZipArchive(inner, ZipArchiveMode.Create, leaveOpen: true))
            {
                await AddAsync(within, "mail.log", Today, "one"u8.ToArray());
            }

            await AddAsync(archive, "inner.zip", Today, inner.ToArray());
        }

        Assert.Contains("unpack it first", (await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(path))).InnerException!.Message, StringComparison.Ordinal);
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

    private static async Task AddAsync(ZipArchive archive, string name, DateTimeOffset written, byte[] content)
    {
        var entry = archive.CreateEntry(name);
        entry.LastWriteTime = written;
        await using var stream = await entry.OpenAsync(Cancellation);
        await stream.WriteAsync(content, Cancellation);
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

    private static async Task<List<string>> ReadAsync(string path)
    {
        await using var file = await LogFile.OpenAsync(path, Cancellation);
        var lines = new List<string>();
        while ((await file.ReadLineAsync(Cancellation) ?? file.TakeRest()) is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }
}
