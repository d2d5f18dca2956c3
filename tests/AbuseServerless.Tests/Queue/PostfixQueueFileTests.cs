using System.Text;
using AbuseServerless.Queue;

namespace AbuseServerless.Tests.Queue;

public sealed class PostfixQueueFileTests
{
    [Fact]
    public void The_login_stands_before_the_sender() =>
        Assert.Equal("Alice@example.test", PostfixQueueFile.FindLogin(File(('C', "361"), ('T', "1795909486 71"), ('A', "sasl_method=PLAIN"), ('A', "sasl_username=Alice@example.test"), ('S', "shared@example.test"))));

    [Fact]
    public void What_a_client_sends_is_no_login()
    {
        Assert.Null(PostfixQueueFile.FindLogin(File(('T', "1"), ('A', "log_ident=A"), ('S', "x"), ('A', "sasl_username=forged"))));
        Assert.Null(PostfixQueueFile.FindLogin(File(('T', "1"), ('A', "xsasl_username=x"), ('M', ""), ('A', "sasl_username=forged"))));
    }

    [Theory]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(1_024)]
    [InlineData(9_000)]
    public void A_login_may_be_long(int length)
    {
        var login = new string('a', length);
        Assert.Equal(login, PostfixQueueFile.FindLogin(File(('A', "create_time=1"), ('A', $"sasl_username={login}"), ('S', "x"))));
    }

    [Fact]
    public void A_file_that_is_cut_short_or_is_no_queue_file_has_no_login()
    {
        var file = File(('A', "sasl_method=PLAIN"), ('A', "sasl_username=alice@example.test"));
        for (var length = 0; length < file.Length; length++)
        {
            Assert.Null(PostfixQueueFile.FindLogin(file[..length]));
        }

        Assert.Null(PostfixQueueFile.FindLogin([(byte)'A', 0xff, 0xff, 0xff, 0xff, 0xff]));
    }

    // As record.c writes it.
    private static ReadOnlySpan<byte> File(params (char Type, string Value)[] records)
    {
        var file = new List<byte>();
        foreach (var (type, text) in records)
        {
            var value = Encoding.UTF8.GetBytes(text);
            file.Add((byte)type);
            var left = value.Length;
            do
            {
                file.Add((byte)((left & 0x7f) | (left > 0x7f ? 0x80 : 0)));
                left >>= 7;
            }
            while (left > 0);
            file.AddRange(value);
        }

        return file.ToArray();
    }
}
