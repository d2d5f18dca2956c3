using System.IO.Compression;
using System.Text;
using AbuseServerless.Ingestion.Logs.Files;
using CsCheck;

namespace AbuseServerless.Tests.Ingestion.Logs.Files;

public sealed class LogFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-serverless-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Lines_are_read_whether_compressed_or_not_and_the_position_is_that_of_the_text(bool compressed)
    {
        await using var file = await LogFile.OpenAsync(Write("mail.log", "one\r\n\nthree ü\nrest", compressed), Cancellation);

        Assert.Equal(compressed, file.IsCompressed);
        Assert.Equal(["one", "", "three ü"], await ReadAsync(file));
        Assert.Equal(15, file.Position);
        Assert.Equal("rest", file.TakeRest());
        Assert.Equal(1, file.Share);
    }

    [Theory]
    [InlineData("one\rtwo\r\rfour\rrest", "one two  four", "rest")]
    [InlineData("one\r\ntwo\rthree\n", "one two\rthree", null)]
    [InlineData("one\r", "", "one")]
    public async Task Lines_of_old_Macs_end_with_a_carriage_return_where_no_line_feed_is(string text, string lines, string? rest)
    {
        await using var file = await LogFile.OpenAsync(Write("mail.log", text), Cancellation);

        Assert.Equal(lines, string.Join(' ', await ReadAsync(file)));
        Assert.Equal(text.Length - (rest?.Length ?? 0) - (rest == "one" ? 1 : 0), file.Position);
        Assert.Equal(rest, file.TakeRest());
    }

    [Theory]
    [InlineData("#Software: Microsoft Exchange Server\n#Version: 15.0.0.0\n#Log-type: SMTP Receive Protocol Log\n", "#Date: 2026-11-24T00:00:00.000Z\n", "#Date: 2026-11-25T00:00:00.000Z\n")]
    [InlineData("\"timestamp\",\"source\",\"message\"\n", "\"2026-11-24T00:00:00.000Z\",\"mx1\",\"x\"\n", "\"2026-11-25T00:00:00.000Z\",\"mx1\",\"x\"\n")]
    [InlineData("[\n  {\n", "    \"id\": \"66ea54eb-6301-4ee5-be62-ff5a759b0100\"\n", "    \"id\": \"66ea54eb-6301-4ee5-be62-ff5a759b0101\"\n")]
    public async Task A_header_that_all_files_have_does_not_tell_one_from_another(string header, string first, string second)
    {
        await using var begun = await LogFile.OpenAsync(Write("0.log", header), Cancellation);
        await using var one = await LogFile.OpenAsync(Write("1.log", header + first), Cancellation);
        await using var again = await LogFile.OpenAsync(Write("2.log", header + first + second), Cancellation);
        await using var other = await LogFile.OpenAsync(Write("3.log", header + second), Cancellation);

        Assert.Null(begun.Id);
        Assert.NotNull(one.Id);
        Assert.Equal(one.Id, again.Id);
        Assert.NotEqual(one.Id, other.Id);
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-32", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16", false)]
    public async Task Text_of_Windows_is_read(string encoding, bool hasMark)
    {
        var path = Path.Combine(_folder, "mail.log");
        var text = Encoding.GetEncoding(encoding);
        await File.WriteAllBytesAsync(path, [.. hasMark ? text.GetPreamble() : [], .. text.GetBytes("one\r\nthree ü\r\n")], Cancellation);
        await using var file = await LogFile.OpenAsync(path, Cancellation);

        Assert.Equal(["one", "three ü"], (await ReadAsync(file)).Select(line => line.TrimStart('\uFEFF')));
    }

    [Fact]
    public async Task All_members_of_an_xz_file_are_read()
    {
        var path = Path.Combine(_folder, "mail.log.xz");

        // "one" and "two", each compressed by itself.
        await File.WriteAllBytesAsync(path, Convert.FromBase64String("/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQADb25lCgD1XLtWH8b9hgABHARvLJzBH7bzfQEAAAAABFla/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQADdHdvCgBlBtb/xMD5OgABHARvLJzBH7bzfQEAAAAABFla"), Cancellation);
        await using var file = await LogFile.OpenAsync(path, Cancellation);

        Assert.Equal(["one", "two"], await ReadAsync(file));
        Assert.Null(file.TakeRest());
    }

    [Fact]
    public async Task A_log_is_known_by_its_first_line_whatever_it_is_called_and_whether_it_is_compressed()
    {
        await using var plain = await LogFile.OpenAsync(Write("mail.log", "one\ntwo\n"), Cancellation);
        await using var rotated = await LogFile.OpenAsync(Write("mail.log.2.gz", "one\ntwo\nthree\n", compressed: true), Cancellation);
        await using var other = await LogFile.OpenAsync(Write("mail.log.1", "other\ntwo\n"), Cancellation);
        await using var unfinished = await LogFile.OpenAsync(Write("mail.log.new", "one"), Cancellation);

        Assert.NotNull(plain.Id);
        Assert.Equal(plain.Id, rotated.Id);
        Assert.NotEqual(plain.Id, other.Id);
        Assert.Null(unfinished.Id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reading_goes_on_behind_a_position_and_from_the_beginning_where_the_file_is_shorter(bool compressed)
    {
        var path = Write("mail.log", "one\ntwo\nthree\n", compressed);
        await using var behind = await LogFile.OpenAsync(path, Cancellation);
        await behind.StartAtAsync(8, Cancellation);
        await using var shorter = await LogFile.OpenAsync(path, Cancellation);
        await shorter.StartAtAsync(15, Cancellation);

        Assert.Equal(["three"], await ReadAsync(behind));
        Assert.Equal(14, behind.Position);
        Assert.Equal(["one", "two", "three"], await ReadAsync(shorter));
    }

    [Fact]
    public async Task What_is_written_on_is_read_on_also_under_another_name()
    {
        var path = Write("mail.log", "one\ntw");
        await using var file = await LogFile.OpenAsync(path, Cancellation);
        Assert.Equal(["one"], await ReadAsync(file));
        Assert.Equal(4, file.Position);

        File.Move(path, path + ".1");
        File.AppendAllText(path + ".1", "o\nthree\n");

        Assert.Equal(["two", "three"], await ReadAsync(file));
        Assert.False(file.IsTruncated);
    }

    [Fact]
    public async Task An_emptied_file_is_noticed()
    {
        var path = Write("mail.log", "one\ntwo\n");
        await using var file = await LogFile.OpenAsync(path, Cancellation);
        await ReadAsync(file);

        File.WriteAllText(path, "");

        Assert.True(file.IsTruncated);
    }

    // logrotate's copytruncate, with a writer that is faster than the reader.
    [Theory]
    [InlineData("four\nfive\nsix\nseven\n")]
    [InlineData("t")]
    public async Task Of_a_file_that_was_emptied_and_written_anew_nothing_is_read_at_the_old_position(string anew)
    {
        var path = Write("mail.log", "one\ntwo\nthr");
        await using var file = await LogFile.OpenAsync(path, Cancellation);
        Assert.Equal(["one", "two"], await ReadAsync(file));

        File.WriteAllText(path, "");
        File.AppendAllText(path, anew);

        Assert.Empty(await ReadAsync(file));
        Assert.True(file.IsTruncated);
        Assert.Equal(8, file.Position);
        await using var next = await LogFile.OpenAsync(path, Cancellation);
        Assert.Equal(anew.Split('\n')[..^1], await ReadAsync(next));
    }

    [Fact]
    public async Task Of_a_line_beyond_all_measure_the_beginning_is_kept_and_the_next_one_is_whole()
    {
        await using var file = await LogFile.OpenAsync(Write("mail.log", "begin" + new string('x', 5_000_000) + "\nnext\n"), Cancellation);

        var lines = await ReadAsync(file);

        Assert.Equal(2, lines.Count);
        Assert.StartsWith("beginx", lines[0], StringComparison.Ordinal);
        Assert.InRange(lines[0].Length, 1, 1 << 20);
        Assert.Equal("next", lines[1]);
        Assert.Equal(5_000_011, file.Position);
    }

    [Fact]
    public async Task A_broken_compressed_file_is_told()
    {
        var path = Write("mail.log.gz", "one\ntwo\n", compressed: true);
        var bytes = File.ReadAllBytes(path);
        bytes[^8] ^= 0xff;
        File.WriteAllBytes(path, bytes);

        await Assert.ThrowsAsync<InvalidDataException>(async () => await ReadAsync(await LogFile.OpenAsync(path, Cancellation)));
    }

    [Fact]
    public async Task Lines_of_whatever_length_come_as_they_were_written() =>
        await Gen.Int[0, 200_000].Array[1, 6].SampleAsync(
            async lengths =>
            {
                var lines = lengths.Select((length, number) => new string((char)('a' + number), length)).ToList();
                await using var file = await LogFile.OpenAsync(Write($"{Guid.NewGuid():N}.log", string.Concat(lines.Select(line => line + "\n"))), Cancellation);

                Assert.Equal(lines, await ReadAsync(file));
            },
            iter: 30);

    private static async Task<List<string>> ReadAsync(LogFile file)
    {
        var lines = new List<string>();
        while (await file.ReadLineAsync(Cancellation) is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    private string Write(string name, string text, bool compressed = false)
    {
        var path = Path.Combine(_folder, name);
        using var file = File.Create(path);
        using var content = compressed ? (Stream)new GZipStream(file, CompressionLevel.Fastest) : file;
        content.Write(Encoding.UTF8.GetBytes(text));
        return path;
    }
}
