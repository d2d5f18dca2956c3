using System.Text;
using AbuseServerless.Ingestion.Logs.Files;

namespace AbuseServerless.Tests.Ingestion.Logs.Files;

public class LineEncodingTests
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
    public void A_month_tells_the_encoding_of_its_line(string encoding, string month)
    {
        var line = $"{month} 24 01:01:00 mx1 x: {month}";
        Assert.Equal(line, new LineEncoding().Decode(CodePagesEncodingProvider.Instance.GetEncoding(encoding)!.GetBytes(line)));
    }

    [Fact]
    public void Lines_of_several_encodings_may_stand_in_one_file()
    {
        var lines = new LineEncoding();
        foreach (var (encoding, text) in new[] { ("koi8-r", "ноя 24 x"), ("windows-1251", "ноя 24 x"), ("utf-8", "ноя 24 x"), ("utf-8", "Nov 24 x"), ("koi8-r", "ноя 24 x") })
        {
            Assert.Equal(text, lines.Decode((CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.UTF8).GetBytes(text)));
        }
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe, 0x20, 0x31 }, "\uFFFD\uFFFD 1")]
    [InlineData(new byte[] { 0xee, 0xee }, "\uFFFD\uFFFD")]
    [InlineData(new byte[] { }, "")]
    public void What_begins_with_no_month_is_UTF_8(byte[] line, string text) => Assert.Equal(text, new LineEncoding().Decode(line));
}
