using System.Text;
using AbuseServerless.Fuzzing.Tests.Mutations;
using AbuseServerless.Fuzzing.Tests.Work;
using AbuseServerless.Portal;

namespace AbuseServerless.Fuzzing.Tests.Policy;

public sealed class AllowanceRequestTests
{
    private static readonly byte[][] Samples = ["""{"countries":["JP"]}"""u8.ToArray(), """{"countries":["jp","US","GB"],"reason":"Set in the portal."}"""u8.ToArray()];

    [Fact]
    public void A_body_is_a_request_or_names_what_is_wrong_and_nothing_is_thrown() =>
        Inputs.Like(Samples).Try(body =>
        {
            var readable = AllowanceRequest.TryRead(body, out var request, out var fault);
            Assert.Equal(readable, fault is null);
            Assert.True(!readable || request is { Countries.Count: > 0, Reason: null or { Length: <= 1000 } });
        });

    [Theory]
    [InlineData("{\"countries\":[\"JP\"", ",\"US\"")]
    [InlineData("{\"countries\":[", "[")]
    [InlineData("{\"reason\":\"", "a")]
    public void Work_grows_with_the_body_and_no_faster(string start, string piece) => Growth.IsLinear(
        size => Encoding.UTF8.GetBytes(start + string.Concat(Enumerable.Repeat(piece, size / piece.Length)) + "]}"),
        body => _ = AllowanceRequest.TryRead(body, out _, out _));
}
