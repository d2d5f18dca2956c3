using System.Text;
using System.Text.Json;
using AbuseServerless.Accounts;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Fuzzing.Tests.Mutations;
using AbuseServerless.Fuzzing.Tests.Work;
using CsCheck;

namespace AbuseServerless.Fuzzing.Tests.Policy;

public sealed class AuthPolicyRequestTests
{
    private static readonly byte[][] Samples =
    [
        """{"device_id":"","login":"alice@rig.test","protocol":"smtp","pwhash":"06ca","remote":"81.2.69.142","session_id":"","tls":false}"""u8.ToArray(),
        """{"device_id":"","login":"Ältere@rig.test","protocol":"smtp","pwhash":"06ca","remote":"2a02:6b8::2:242","session_id":"x","success":true,"policy_reject":false,"tls":false,"attrs":{"a":[1]}}"""u8.ToArray(),
    ];

    [Fact]
    public void A_body_is_a_request_or_is_refused_and_nothing_is_thrown() =>
        Inputs.Like(Samples).Try(body =>
        {
            if (AuthPolicyRequest.TryParse(body, out var request))
            {
                Assert.InRange(request.Account.Value.Length, 0, AccountName.MaximumLength);
                Assert.InRange(request.Remote?.Length ?? 0, 0, 128);
            }
        });

    [Fact]
    public void What_a_client_wrote_is_what_is_read() =>
        Gen.Select(Gen.String, Gen.String[0, 128], Gen.Bool.Nullable(), Gen.Bool).Try(written =>
        {
            var (login, session, success, rejected) = written;
            (login, session) = (Whole(login), Whole(session));
            var body = JsonSerializer.SerializeToUtf8Bytes(new { login, session_id = session, success, policy_reject = rejected });
            Assert.True(AuthPolicyRequest.TryParse(body, out var request));
            Assert.Equal((login, session, success, rejected), (request.Login, request.Session, request.Success, request.PolicyReject));
        });

    [Theory]
    [InlineData("{\"login\":\"", "a")]
    [InlineData("{\"login\":\"", "\\u0041")]
    [InlineData("{\"login\":\"a", "\u0301\u0327")]
    [InlineData("{\"x\":", "[")]
    [InlineData("{", "\"login\":\"a\",")]
    [InlineData("", " ")]
    public void Work_grows_with_the_body_and_no_faster(string start, string piece) => Growth.IsLinear(
        size => Encoding.UTF8.GetBytes(start + string.Concat(Enumerable.Repeat(piece, size / piece.Length)) + "\"}"),
        body => _ = AuthPolicyRequest.TryParse(body, out _));

    // Half a surrogate pair is no text and is written as U+FFFD.
    private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
