using System.Text;
using AbuseServerless.Fuzzing.Tests.Mutations;
using AbuseServerless.Fuzzing.Tests.Work;
using AbuseServerless.Portal;

namespace AbuseServerless.Fuzzing.Tests.Policy;

public sealed class RecoveryRequestTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[][] Samples = ["{}"u8.ToArray(), """{"reason":"Changed in the portal.","time":"2026-11-29T11:59:58.123Z"}"""u8.ToArray()];

    [Fact]
    public void A_body_is_a_request_or_names_what_is_wrong_and_nothing_is_thrown() =>
        Inputs.Like(Samples).Try(body =>
        {
            var readable = RecoveryRequest.TryRead(body, Now, out var request, out var fault);
            Assert.Equal(readable, fault is null);
            Assert.True(!readable || request!.Reason is null or { Length: <= 1000 });
        });

    [Theory]
    [InlineData("{\"reason\":\"", "a")]
    [InlineData("{\"x\":", "[")]
    [InlineData("{", "\"x\":\"a\",")]
    public void Work_grows_with_the_body_and_no_faster(string start, string piece) => Growth.IsLinear(
        size => Encoding.UTF8.GetBytes(start + string.Concat(Enumerable.Repeat(piece, size / piece.Length)) + "\"}"),
        body => _ = RecoveryRequest.TryRead(body, Now, out _, out _));
}
