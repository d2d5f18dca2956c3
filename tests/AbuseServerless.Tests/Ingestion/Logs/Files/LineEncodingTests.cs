using System.Text;
using AbuseServerless.Ingestion.Logs.Files;

namespace AbuseServerless.Tests.Ingestion.Logs.Files;

/// <summary>Lines that are not UTF-8: a month in an older encoding tells which it is.</summary>
public sealed class LineEncodingTests
{
    [Theory]
    [InlineData("koi8-r", "ноя")]
    [InlineData("koi8-r", "Дек")]
    [InlineData("windows-1251", "ноя")]
    [InlineData("iso-8859-5", "мар")]
    [InlineData("koi8-u", "січ")]
    [InlineData("windows-1251", "яну")]
    [InlineData("iso-8859-7", "νοε")]
    [InlineData("windows-1253", "ιουν")]
    [InlineData("windows-874", "พ.ย.")]
    public async Task A_month_tells_the_encoding_of_its_line(string encoding, string month)
    {
        var line = $"{month} 24 01:01:00 mx1 x: {month}";
        Assert.Equal([line], await ReadAsync(Bytes(encoding, line)));
    }

    [Fact]
    public async Task Lines_of_several_encodings_may_stand_in_one_file() => Assert.Equal(
        ["ноя 24 x", "ноя 24 x", "ноя 24 x", "Nov 24 x", "ноя 24 x"],
        await ReadAsync(Bytes("koi8-r", "ноя 24 x"), Bytes("windows-1251", "ноя 24 x"), Bytes("utf-8", "ноя 24 x"), Bytes("utf-8", "Nov 24 x"), Bytes("koi8-r", "ноя 24 x")));

    [Fact]
    public async Task What_begins_with_no_month_is_UTF_8() => Assert.Equal(["x", "\uFFFD\uFFFD 1", "\uFFFD"], await ReadAsync("x"u8.ToArray(), [0xfd, 0xfe, 0x20, 0x31], [0xee]));

    private static byte[] Bytes(string encoding, string text) => (CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.UTF8).GetBytes(text);

    private static async Task<IReadOnlyList<string>> ReadAsync(params byte[][] lines)
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, [.. lines.SelectMany(line => line.Append((byte)'\n'))], TestContext.Current.CancellationToken);
            await using var file = await LogFile.OpenAsync(path, TestContext.Current.CancellationToken);
            var read = new List<string>();
            while (await file.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
            {
                read.Add(line);
            }

            return read;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
