using System.Text;
using AbuseServerless.Queue;

namespace AbuseServerless.Tests.Queue;

public sealed class PostfixQueueFileTests
{
    [Fact]
    public void The_login_stands_before_the_sender() =>
        Assert.Equal("Alice@example.test", PostfixQueueFile.Read(File(('C', "361"), ('T', "1795909486 71"), ('A', "sasl_method=PLAIN"), ('A', "sasl_username=Alice@example.test"), ('S', "shared@example.test"))).Login);

    [Theory]
    [InlineData("            361             665               1", "1795909486 71", 361, "2026-11-28T23:44:46.0000710Z")]
    [InlineData("x", "-1", 0, null)]
    [InlineData("99999999999999999999", "99999999999999999999 1", 0, null)]
    [InlineData("", "", 0, null)]
    public void Its_size_and_arrival_stand_before_the_login(string sizes, string time, long size, string? arrived)
    {
        var head = PostfixQueueFile.Read(File(('C', sizes), ('T', time), ('A', "sasl_username=alice@example.test"), ('S', "x")));
        Assert.Equal(("alice@example.test", size, arrived), (head.Login, head.Size, head.Arrived?.UtcDateTime.ToString("O")));
    }

    [Fact]
    public void What_a_client_sends_is_no_login()
    {
        Assert.Null(PostfixQueueFile.Read(File(('T', "1"), ('A', "log_ident=A"), ('S', "x"), ('A', "sasl_username=forged"))).Login);
        Assert.Null(PostfixQueueFile.Read(File(('T', "1"), ('A', "xsasl_username=x"), ('M', ""), ('A', "sasl_username=forged"))).Login);
    }

    [Theory]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(1_024)]
    [InlineData(9_000)]
    public void A_login_may_be_long(int length)
    {
        var login = new string('a', length);
        Assert.Equal(login, PostfixQueueFile.Read(File(('A', "create_time=1"), ('A', $"sasl_username={login}"), ('S', "x"))).Login);
    }

    [Fact]
    public void A_file_that_is_cut_short_or_is_no_queue_file_has_no_login()
    {
        var file = File(('A', "sasl_method=PLAIN"), ('A', "sasl_username=alice@example.test"));
        for (var length = 0; length < file.Length; length++)
        {
            Assert.Null(PostfixQueueFile.Read(file[..length]).Login);
        }

        Assert.Null(PostfixQueueFile.Read([(byte)'A', 0xff, 0xff, 0xff, 0xff, 0xff]).Login);
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
