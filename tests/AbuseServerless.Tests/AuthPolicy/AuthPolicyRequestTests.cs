using System.Text;
using AbuseServerless.AuthPolicy;
using CsCheck;

namespace AbuseServerless.Tests.AuthPolicy;

public class AuthPolicyRequestTests
{
    // As Dovecot 2.3.19 sent them, then as 2.4 and clients of weakforced do.
    [Theory]
    [InlineData("""{"device_id":"","login":"alice@rig.test","protocol":"smtp","pwhash":"06ca","remote":"81.2.69.142","session_id":"","tls":false}""", "alice@rig.test 81.2.69.142 smtp  ?")]
    [InlineData("""{"device_id":"","login":"alice@rig.test","protocol":"smtp","pwhash":"06ca","remote":"2a02:6b8::2:242","session_id":"","success":true,"policy_reject":false,"tls":false}""", "alice@rig.test 2a02:6b8::2:242 smtp  ok")]
    [InlineData("""{"device_id":"","login":"alice@rig.test","protocol":"smtp","pwhash":"06ca","remote":"81.2.69.142","session_id":"","success":false,"policy_reject":true,"tls":false}""", "alice@rig.test 81.2.69.142 smtp  refused")]
    [InlineData("""{"device_id":"","login":"","protocol":"smtp","pwhash":"01ce","remote":"81.2.69.142","session_id":"","success":false,"policy_reject":false,"tls":false}""", " 81.2.69.142 smtp  failed")]
    [InlineData("""{"device_id":"","login":"Alice@Rig.test","protocol":"imap","pwhash":"06ca","remote":"::1","session_id":"DYbq","fail_type":"credentials","success":false,"policy_reject":false,"tls":true}""", "alice@rig.test ::1 imap DYbq failed")]
    [InlineData("""{"login":"baddie","remote":"127.0.0.1","pwhash":"1234","attrs":{"login":"other","a":["b",{"success":true}]},"device_attrs":{"os.family":"iOS"}}""", "baddie 127.0.0.1   ?")]
    [InlineData("""{"login":"山田@例え.jp","remote":"1.2.3.4","success":"true","policy_reject":1,"protocol":null,"session_id":{}}""", "山田@例え.jp 1.2.3.4   ?")]
    [InlineData("""{"success":true,"login":"first","login":"last","remote":["1.2.3.4"]}""", "last    ok")]
    [InlineData("{}", "    ?")]
    [InlineData(" \n{ \"\\u006cogin\" : \"a\" } \n", "a    ?")]
    public void What_is_needed_is_read_and_the_rest_ignored(string body, string expected)
    {
        Assert.True(AuthPolicyRequest.TryParse(Encoding.UTF8.GetBytes(body), out var request));
        var outcome = request.PolicyReject ? "refused" : request.Success switch { true => "ok", false => "failed", null => "?" };
        Assert.Equal(expected, $"{request.Account} {request.Remote} {request.Protocol} {request.Session} {outcome}");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"login\"")]
    [InlineData("""{"login":"a"}{}""")]
    [InlineData("""{"login":"a",}""")]
    [InlineData("""{"login":"a" """)]
    [InlineData("""{"login":"\ud800"}""")]
    [InlineData("command=allow&login=a")]
    public void Anything_but_one_json_object_is_no_request(string body) => Assert.False(AuthPolicyRequest.TryParse(Encoding.UTF8.GetBytes(body), out _));

    [Fact]
    public void Text_that_is_not_utf8_is_no_request() => Assert.False(AuthPolicyRequest.TryParse([.. "{\"login\":\""u8, 0xFF, 0xFE, .. "\"}"u8], out _));

    [Fact]
    public void Nesting_without_end_is_no_request() =>
        Assert.False(AuthPolicyRequest.TryParse(Encoding.UTF8.GetBytes("{\"attrs\":" + new string('[', 60_000)), out _));

    [Theory]
    [InlineData(1024, 1024)]
    [InlineData(1025, 0)]
    public void A_login_that_is_too_long_is_no_account(int length, int expected)
    {
        Assert.True(AuthPolicyRequest.TryParse(Encoding.UTF8.GetBytes($$"""{"login":"{{new string('a', length)}}"}"""), out var request));
        Assert.Equal(expected, request.Account.Value.Length);
    }

    [Fact]
    public void No_bytes_whatever_make_it_throw() => Gen.Byte.Array[0, 200].Sample(body => AuthPolicyRequest.TryParse(body, out _) || true);

    [Fact]
    public void No_damage_to_a_request_makes_it_throw()
    {
        var whole = Encoding.UTF8.GetBytes("""{"device_id":"","login":"alice@rig.test","attrs":{"a":[1,"\u5c71"]},"remote":"81.2.69.142","session_id":"","success":true,"policy_reject":false}""");
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte, Gen.Int[0, whole.Length]).Sample((at, value, length) =>
        {
            byte[] body = [.. whole];
            body[at] = value;
            if (AuthPolicyRequest.TryParse(body.AsSpan(0, length), out var request))
            {
                _ = request.Account;
            }
        });
    }

    [Theory]
    [InlineData("?command=allow", PolicyCommand.Allow)]
    [InlineData("?command=report", PolicyCommand.Report)]
    [InlineData("?tenant=t1&command=report", PolicyCommand.Report)]
    [InlineData("?tenant=t1?command=allow", PolicyCommand.Allow)]
    [InlineData("?command=allow&x=1", PolicyCommand.Allow)]
    [InlineData("?command=Allow", null)]
    [InlineData("?command=allowed", null)]
    [InlineData("?subcommand=allow", null)]
    [InlineData("?command=", null)]
    [InlineData("command=allow", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void The_command_stands_in_the_query(string? query, PolicyCommand? expected) => Assert.Equal(expected, PolicyCommands.InQuery(query));
}
