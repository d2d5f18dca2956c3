using System.Buffers;
using System.Text;
using AbuseServerless.Fuzzing.Tests.Mutations;
using AbuseServerless.Fuzzing.Tests.Work;
using AbuseServerless.Gate.Postfix;
using CsCheck;

namespace AbuseServerless.Fuzzing.Tests.Policy;

public sealed class PostfixRequestTests
{
    private static readonly byte[][] Samples =
    [
        Encoding.UTF8.GetBytes("request=smtpd_access_policy\nprotocol_state=MAIL\nclient_address=81.2.69.142\nsasl_method=PLAIN\nsasl_username=alice@rig.test\nsize=0\n\n"),
        Encoding.UTF8.GetBytes("request=smtpd_access_policy\r\nsasl_username=\r\n\r\nrequest=smtpd_access_policy\nsasl_username=bob\n\n"),
        Encoding.UTF8.GetBytes($"request=smtpd_access_policy\nsender={new string('x', PostfixRequestReader.MaximumLineLength)}\nsasl_username=carol\n\n"),
    ];

    [Fact]
    public void However_the_bytes_arrive_the_requests_are_the_same_and_no_connection_holds_more_than_a_line() =>
        Gen.Select(Inputs.Like(Samples), Gen.Int[1, 4096]).Try(sent =>
        {
            var (bytes, piece) = sent;
            Assert.Equal(Read(bytes, bytes.Length + 1), Read(bytes, piece));
        });

    [Theory]
    [InlineData("", "x")]
    [InlineData("", "\n")]
    [InlineData("request=smtpd_access_policy\n", "a=b\n")]
    [InlineData("request=smtpd_access_policy\n", "sasl_username=a\n")]
    public void Work_grows_with_what_is_sent_and_no_faster(string start, string piece) => Growth.IsLinear(
        size => Encoding.UTF8.GetBytes(start + string.Concat(Enumerable.Repeat(piece, size / piece.Length))),
        bytes => Read(bytes, 4096));

    private static List<PostfixRequest> Read(byte[] bytes, int piece)
    {
        var reader = new PostfixRequestReader();
        var requests = new List<PostfixRequest>();
        byte[] waiting = [];
        for (var at = 0; at < bytes.Length; at += piece)
        {
            var received = new ReadOnlySequence<byte>([.. waiting, .. bytes.AsSpan(at, Math.Min(piece, bytes.Length - at))]);
            while (reader.TryRead(ref received, out var request))
            {
                requests.Add(request);
            }

            Assert.InRange(received.Length, 0, PostfixRequestReader.MaximumLineLength);
            waiting = received.ToArray();
        }

        return requests;
    }
}
