using AbuseServerless.Fuzzing.Tests.Mutations;
using AbuseServerless.Fuzzing.Tests.Work;
using AbuseServerless.Ingestion;

namespace AbuseServerless.Fuzzing.Tests.Events;

public sealed class AuthEventTests
{
    private const string Time = "\"time\":\"2026-11-24T01:02:03.456Z\"";
    private const string Rest = "\"ip\":\"203.0.113.9\",\"success\":true";

    private static readonly DateTimeOffset Enqueued = new(2026, 11, 24, 1, 3, 0, TimeSpan.Zero);

    private static readonly string[] Samples =
    [
        $"{{{Time},\"account\":\"alice@example.jp\",{Rest},\"protocol\":\"smtp\",\"server\":\"mx1\",\"session\":\"abc\",\"recipients\":1}}",
        """{"success":false,"ip":"::ffff:203.0.113.9","account":" Álice@Example.JP ","time":"2026-11-24t10:02:03+09:00"}""",
        $"{{{Time},\"account\":\"山田\",\"ip\":\"2001:db8::1\",\"success\":true,\"unknown\":{{\"a\":[1,2,{{\"b\":null}}]}}}}",
    ];

    /// <summary>Inputs that made parsers of this kind slow, by name.</summary>
    public static TheoryData<string> Shapes => ["nested arrays", "nested objects", "long string", "escapes", "combining marks", "spaces", "accounts", "digits", "time", "addresses", "unclosed", "account of spaces"];

    [Fact]
    public void A_message_is_an_event_that_is_written_and_read_back_the_same_or_is_rejected_and_nothing_is_thrown() =>
        Inputs.Like(Samples).Try(message =>
        {
            if (AuthEventParser.TryParse(message, Enqueued, out var parsed, out var rejection))
            {
                Assert.True(AuthEventParser.TryParse(AuthEventJson.Write(parsed), Enqueued, out var again, out _));
                Assert.Equal(parsed, again);
            }
            else
            {
                Assert.NotEmpty(rejection.Detail);
            }
        });

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Work_grows_with_the_message_and_no_faster(string shape) =>
        Growth.IsLinear(size => Message(shape, size), message => AuthEventParser.TryParse(message, Enqueued, out _, out _));

    private static string Message(string shape, int size) => shape switch
    {
        "nested arrays" => $"{{{Time},\"x\":{new string('[', size)}",
        "nested objects" => "{" + Repeated("\"x\":{", size),
        "long string" => $"{{{Time},\"account\":\"{new string('a', size)}\",{Rest}}}",
        "escapes" => $"{{{Time},\"account\":\"{Repeated("\\u0041", size)}\",{Rest}}}",
        "combining marks" => $"{{{Time},\"account\":\"a{Repeated("\u0301\u0327", size)}\",{Rest}}}",
        "spaces" => $"{new string(' ', size)}{{{Time},\"account\":\"a\",{Rest}}}",
        "accounts" => $"{{{Time},{Repeated("\"account\":\"a\",", size)}{Rest}}}",
        "digits" => $"{{{Time},\"account\":\"a\",{Rest},\"recipients\":{new string('9', size)}}}",
        "time" => $"{{\"time\":\"2026-11-24T01:02:03.{new string('4', size)}Z\",\"account\":\"a\",{Rest}}}",
        "addresses" => $"{{{Time},\"account\":\"a\",\"ip\":\"{Repeated("1:", size)}\",\"success\":true}}",
        "account of spaces" => $"{{{Time},\"account\":\"{new string('\u3000', size)}a\",{Rest}}}",
        _ => $"{{{Time},\"account\":\"{new string('a', size)}",
    };

    private static string Repeated(string piece, int size) => string.Concat(Enumerable.Repeat(piece, size / piece.Length));
}
