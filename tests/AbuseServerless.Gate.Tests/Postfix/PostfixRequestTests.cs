using System.Buffers;
using System.Text;
using AbuseServerless.Gate.Postfix;
using AbuseServerless.Quotas;
using CsCheck;

namespace AbuseServerless.Gate.Tests.Postfix;

public sealed class PostfixRequestTests
{
    private static readonly PostfixRequest OfAlice = new("alice@example.jp", false, null, QuotaRequest.Of("", false, "", 0));

    private const string Alice = "request=smtpd_access_policy\nprotocol_state=RCPT\nsasl_username=alice@example.jp\nsender=alice@example.jp\n\n";

    [Theory]
    [InlineData(Alice, "alice@example.jp", false)]
    [InlineData("sasl_username=a=b\nrequest=smtpd_access_policy\n\n", "a=b", false)]
    [InlineData("request=smtpd_access_policy\r\nsasl_username=alice\r\n\r\n", "alice", false)]
    [InlineData("request=smtpd_access_policy\nsasl_username=\n\n", "", false)]
    [InlineData("request=smtpd_access_policy\nunknown=\n\n", "", false)]
    [InlineData("sasl_username=alice\n\n", "", true)]
    [InlineData("request=other\nsasl_username=alice\n\n", "", true)]
    [InlineData("request=smtpd_access_policy\nno equals sign\nsasl_username=alice\n\n", "", true)]
    [InlineData("request=smtpd_access_policy\n=nameless\nsasl_username=alice\n\n", "", true)]
    [InlineData("request=smtpd_access_policy\nsasl_username=alice\nsasl_username=bob\n\n", "", true)]
    [InlineData("\n", "", true)]
    public void A_request_is_read_or_called_malformed(string text, string username, bool malformed) =>
        Assert.Equal([new PostfixRequest(username, malformed, null, text == Alice ? OfAlice.Quota : null)], Read([Encoding.UTF8.GetBytes(text)]));

    [Theory]
    [InlineData("END-OF-MESSAGE", "recipient_count=250\n", 250)]
    [InlineData("END-OF-MESSAGE", "", 0)]
    [InlineData("END-OF-MESSAGE", "recipient_count=many\n", 0)]
    [InlineData("RCPT", "recipient_count=3\n", null)]
    public void The_recipients_are_told_at_the_end_of_a_message(string state, string count, int? recipients) => Assert.Equal(
        [new("alice", false, recipients is { } told ? new PostfixMessage("192.0.2.7", told, "94C43B60121") : null, QuotaRequest.Of("", recipients is not null, "", recipients ?? 3) with { IsEnd = recipients is not null }, "192.0.2.7"), OfAlice],
        Read([Encoding.UTF8.GetBytes($"request=smtpd_access_policy\nprotocol_state={state}\nclient_address=192.0.2.7\nqueue_id=94C43B60121\n{count}sasl_username=alice\n\n{Alice}")]));

    [Theory]
    [InlineData("CONNECT", null)]
    [InlineData("MAIL", null)]
    [InlineData("RCPT", false)]
    [InlineData("DATA", true)]
    [InlineData("BDAT", true)]
    [InlineData("END-OF-MESSAGE", true)]
    [InlineData("VRFY", null)]
    public void A_quota_judges_each_recipient_and_the_whole_message(string state, bool? isWhole) => Assert.Equal(
        isWhole is { } whole ? QuotaRequest.Of("123.456.7", whole, "bob@example.com", 2) with { IsEnd = state == "END-OF-MESSAGE" } : null,
        Assert.Single(Read([Encoding.UTF8.GetBytes($"request=smtpd_access_policy\nprotocol_state={state}\ninstance=123.456.7\nrecipient=bob@example.com\nrecipient_count=2\nsasl_username=alice\n\n")])).Quota);

    [Fact]
    public void Nobody_who_is_not_logged_in_has_a_quota() =>
        Assert.Null(Assert.Single(Read(["request=smtpd_access_policy\nprotocol_state=RCPT\ninstance=1\nrecipient=bob@example.com\nsasl_username=\n\n"u8.ToArray()])).Quota);

    [Fact]
    public void A_line_or_a_request_too_large_is_malformed()
    {
        var line = "request=smtpd_access_policy\nsender=" + new string('x', PostfixRequestReader.MaximumLineLength) + "\nsasl_username=alice\n\n";
        var request = "request=smtpd_access_policy\n" + string.Concat(Enumerable.Repeat("sender=" + new string('x', 1000) + "\n", 70)) + "sasl_username=alice\r\n\r\n";

        Assert.Equal([new("", true), OfAlice], Read([Encoding.UTF8.GetBytes(line + Alice)]));
        Assert.Equal([new("", true), OfAlice], Read([Encoding.UTF8.GetBytes(request + Alice)]));
    }

    [Fact]
    public void A_line_without_end_fills_no_memory()
    {
        var reader = new PostfixRequestReader();
        var left = ReadOnlySequence<byte>.Empty;
        for (var i = 0; i < 1000; i++)
        {
            left = new ReadOnlySequence<byte>([.. left.ToArray(), .. new byte[3000]]);
            Assert.False(reader.TryRead(ref left, out _));
            Assert.InRange(left.Length, 0, PostfixRequestReader.MaximumLineLength);
        }
    }

    [Fact]
    public void Whatever_comes_and_however_it_is_cut_the_next_request_is_answered_right()
    {
        var line = Gen.OneOf(
            Gen.Byte.Array[0, 60],
            Gen.Const("request=smtpd_access_policy"u8.ToArray()),
            Gen.Const("sasl_username=mallory"u8.ToArray()),
            Gen.Const(Array.Empty<byte>()),
            Gen.Int[8000, 9000].Select(length => new byte[length]));
        var noise = line.Array[0, 30].Select(lines => lines.SelectMany(one => one.Append((byte)'\n')).ToArray());
        Gen.Select(noise, Gen.Int[1, 400].Array[1, 20]).Sample((bytes, cuts) =>
        {
            byte[] all = [.. bytes, .. "\n\n"u8, .. Encoding.UTF8.GetBytes(Alice)];
            var requests = Read(Cut(all, cuts));
            return requests[^1] == OfAlice
                && requests.SequenceEqual(Read([all]));
        });
    }

    private static IEnumerable<byte[]> Cut(byte[] bytes, int[] lengths)
    {
        for (int at = 0, i = 0; at < bytes.Length; i++)
        {
            var length = Math.Min(lengths[i % lengths.Length], bytes.Length - at);
            yield return bytes[at..(at + length)];
            at += length;
        }
    }

    // As a pipe does it: what was not taken comes again with what is received next.
    private static List<PostfixRequest> Read(IEnumerable<byte[]> received)
    {
        var reader = new PostfixRequestReader();
        var requests = new List<PostfixRequest>();
        var buffer = ReadOnlySequence<byte>.Empty;
        foreach (var piece in received)
        {
            buffer = new ReadOnlySequence<byte>([.. buffer.ToArray(), .. piece]);
            while (reader.TryRead(ref buffer, out var request))
            {
                requests.Add(request);
            }
        }

        return requests;
    }
}
