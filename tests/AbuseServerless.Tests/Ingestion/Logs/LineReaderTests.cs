using AbuseServerless.Ingestion.Logs;
using CsCheck;

namespace AbuseServerless.Tests.Ingestion.Logs;

public sealed class LineReaderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_are_those_that_a_reader_of_the_framework_finds_however_they_end() => await Gen.Char["a\r\n"].Array[0, 40].Select(all => new string(all)).SampleAsync(async text =>
        {
            var framework = new StringReader(text);
            var expected = new List<string>();
            while (framework.ReadLine() is { } line)
            {
                expected.Add(line);
            }

            var (lines, position) = await ReadAsync(text);
            Assert.Equal(expected, lines);
            Assert.Equal(text.Length, position);
        });

    [Fact]
    public async Task A_line_without_end_is_cut_and_the_next_one_is_whole()
    {
        var (lines, _) = await ReadAsync(new string('x', 5 * LineReader.Longest) + "\nnext\n" + new string('y', LineReader.Longest));

        Assert.Equal([LineReader.Longest + 1, 4, LineReader.Longest], lines.Select(line => line.Length));
        Assert.Equal("next", lines[1]);
    }

    private static async Task<(List<string> Lines, long Position)> ReadAsync(string text)
    {
        var reader = new LineReader(new StringReader(text));
        var lines = new List<string>();
        while (await reader.ReadAsync(Cancellation) is { } line)
        {
            lines.Add(line);
        }

        return (lines, reader.Position);
    }
}
