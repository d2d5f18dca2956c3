using AbuseServerless.Ingestion.Logs.Patterns;

namespace AbuseServerless.Tests.Ingestion.Logs.Patterns;

public class PatternFileTests
{
    private static readonly string[] Lines =
    [
        "# MyMail 3",
        "",
        @"(?<success>OK|NO) (?<protocol>\w*) user=(?<account>\S+) from=(?<ip>\S+)(?: rcpts=(?<recipients>\d+))?",
        @"\[(?<time>[^\]]+)\] login (?<account>[^|]+)\|(?<ip>[^|]+)$",
    ];

    [Theory]
    [InlineData("Nov 24 01:01:00 mx1 mymail[3]: OK smtp user=alice from=81.2.69.142 rcpts=3", "alice 81.2.69.142 ok for 3")]
    [InlineData("2026-11-24T01:01:00Z OK submission user=alice from=2001:db8::1", "alice 2001:db8::1 ok")]
    [InlineData("2026-11-24T01:01:00Z NO esmtpsa user=alice from=81.2.69.142", "alice 81.2.69.142 failed")]
    [InlineData("2026-11-24T01:01:00Z OK imap user=alice from=81.2.69.142", "ignored")]
    [InlineData("2026-11-24T01:01:00Z OK  user=alice from=81.2.69.142", "protocol not told")]
    [InlineData("2026-11-24T01:01:00Z OK smtp user=alice from=nowhere", "The client's address is missing, or not an IPv4 or IPv6 address.")]
    [InlineData("OK smtp user=alice from=81.2.69.142", "The line does not begin with a readable time stamp.")]
    [InlineData("[24 Nov] login alice|81.2.69.142", "time is not a readable time stamp.")]
    [InlineData("[2026-11-24 01:01:00] login alice|81.2.69.142", "alice 81.2.69.142 ok")]
    [InlineData("2026-11-24T01:01:00Z mail from x OK smtp user=victim from=6.6.6.6", "foreign")]
    [InlineData("something else", "foreign")]
    public void A_line_is_read_by_the_patterns(string line, string expected) => Assert.Equal([expected], Servers.Servers.Read(PatternFile.Parse(Lines, "mine"), [line]));

    [Theory]
    [InlineData("mine, line 3: the group 'ip' is missing: (?<ip>…).", "# x", "", "(?<account>.+)")]
    [InlineData("mine, line 1: the group 'user' is not one of account, ip, time, success, protocol, recipients.", "(?<user>a)(?<account>b)(?<ip>c)")]
    [InlineData("mine, line 2: the pattern matches every line, even an empty one.", "(?<account>a)(?<ip>b)", "(?<account>.*)(?<ip>.*)")]
    [InlineData("mine: contains no pattern.", "# nothing")]
    public void A_file_that_cannot_be_used_is_refused_by_its_line(string message, params string[] lines) =>
        Assert.Equal(message, Assert.Throws<PatternFileException>(() => PatternFile.Parse(lines, "mine")).Message);

    [Theory]
    [InlineData("(?<account>a)(?<ip>b")]
    [InlineData("(?<account>a)(?<ip>b))(?:x")]
    [InlineData(@"(?<account>a)(?<ip>b)\k<account>")]
    [InlineData("(?<account>a)(?<ip>b)(?=c)")]
    [InlineData("(?>(?<account>a))(?<ip>b)")]
    public void What_is_no_pattern_is_refused_by_its_line(string pattern) =>
        Assert.StartsWith("mine, line 1: ", Assert.Throws<PatternFileException>(() => PatternFile.Parse([pattern], "mine")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.StartsWith("nowhere.txt: ", Assert.Throws<PatternFileException>(() => PatternFile.Open("nowhere.txt")).Message, StringComparison.Ordinal);
}
