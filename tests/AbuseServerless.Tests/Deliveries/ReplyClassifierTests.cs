using AbuseServerless.Deliveries;
using CsCheck;

namespace AbuseServerless.Tests.Deliveries;

public sealed class ReplyClassifierTests
{
    private static readonly ReplyClassifier Classifier = new();

    /// <summary>Replies as providers send them and Postfix logs them: class, enhanced code, reply.</summary>
    public static TheoryData<ReplyClass, string, string> Corpus() =>
        [.. File.ReadLines(RepositoryRoot.Combine("tests", "AbuseServerless.Tests", "Deliveries", "replies.tsv"))
            .Select(line => line.Split('\t'))
            .Select(parts => (Enum.Parse<ReplyClass>(parts[0]), parts[1], parts[2]))];

    [Theory]
    [MemberData(nameof(Corpus))]
    public void A_reply_is_of_the_class_that_its_text_tells(ReplyClass expected, string dsn, string reply) => Assert.Equal(expected, Classifier.Classify(dsn, reply));

    [Fact]
    public void Few_real_replies_stay_unclassified()
    {
        var replies = Corpus().Select(row => row.Data).ToList();
        var unclassified = replies.Count(row => Classifier.Classify(row.Item2, row.Item3) == ReplyClass.Other);

        TestContext.Current.SendDiagnosticMessage($"{replies.Count} replies, {unclassified} unclassified ({100.0 * unclassified / replies.Count:F1} %)");
        Assert.True(replies.Count >= 200);
        Assert.InRange((double)unclassified / replies.Count, 0, 0.08);
    }

    [Theory]
    [InlineData("5.1.1", null, ReplyClass.BadRecipient)]
    [InlineData("4.2.2", null, ReplyClass.MailboxFull)]
    [InlineData("5.7.1", null, ReplyClass.Other)]
    [InlineData("5.7.1", "550 5.7.1 Policy", ReplyClass.Other)]
    [InlineData("5.7.606", null, ReplyClass.ReputationAddress)]
    [InlineData("5.7.649", null, ReplyClass.ReputationAddress)]
    [InlineData("5.7.650", null, ReplyClass.RateLimit)]
    [InlineData("4.4.1", null, ReplyClass.Unreachable)]
    [InlineData("5.7.26", null, ReplyClass.Authentication)]
    [InlineData("5.0.0", "550 #5.1.0 denied", ReplyClass.BadRecipient)]
    [InlineData(null, "550 5.1.1 sorry", ReplyClass.BadRecipient)]
    [InlineData(null, null, ReplyClass.Other)]
    [InlineData("2.0.0", "250 ok", ReplyClass.Other)]
    public void Without_a_text_that_tells_the_code_decides(string? dsn, string? reply, ReplyClass expected) => Assert.Equal(expected, Classifier.Classify(dsn, reply));

    [Theory]
    [InlineData("host mx.spamhaus-blacklist.example[192.0.2.1] said: 550 5.1.1 User unknown (in reply to RCPT TO command)", ReplyClass.BadRecipient)]
    [InlineData("host mailbox-full.example[192.0.2.1] refused to talk to me: 554 5.7.1 Your IP is blacklisted", ReplyClass.ReputationAddress)]
    public void The_name_of_the_host_tells_nothing(string reply, ReplyClass expected) => Assert.Equal(expected, Classifier.Classify("5.0.0", reply));

    [Fact]
    public void The_operators_rules_come_first()
    {
        var classifier = new ReplyClassifier(TestFile.Write("""
            { "rules": [{ "name": "ours", "class": "RateLimit", "codes": ["5.1.1"], "text": ["^550.*not today", "tomorrow"] }] }
            """));

        Assert.Equal(ReplyClass.RateLimit, classifier.Classify("5.1.1", "550-5.1.1 user unknown, not 550 5.1.1 today"));
        Assert.Equal(ReplyClass.RateLimit, classifier.Classify("5.1.1", "550 5.1.1 Tomorrow"));
        Assert.Equal(ReplyClass.BadRecipient, classifier.Classify("5.1.1", "550 5.1.1 user unknown"));
        Assert.Equal(ReplyClass.Other, classifier.Classify("5.7.1", "550 5.7.1 not today"));
    }

    [Theory]
    [InlineData("""{"rules":[{"name":"ours","class":"Nonsense","codes":["5.1.1"]}]}""", "rule 1 'ours': class 'Nonsense' is not one of ReputationAddress,")]
    [InlineData("""{"rules":[{"name":"ours","class":"1","codes":["5.1.1"]}]}""", "rule 1 'ours': class '1'")]
    [InlineData("""{"rules":[{"name":"a","class":"Other","codes":["5.1.1"]},{"name":"b","class":"Other"}]}""", "rule 2 'b': it has neither codes nor text")]
    [InlineData("""{"rules":[{"name":"ours","class":"Other","codes":["5.1"]}]}""", "rule 1 'ours': '5.1' is not a code")]
    [InlineData("""{"rules":[{"name":"ours","class":"Other","codes":["5.1.9-1"]}]}""", "rule 1 'ours': '5.1.9-1' is not a code")]
    [InlineData("""{"rules":[{"name":"ours","class":"Other","text":["(a"]}]}""", "rule 1 'ours': '(a' cannot be used")]
    [InlineData("""{"rules":[{"name":"ours","class":"Other","text":["a|"]},{"name":"b","class":"Other","text":[""]}]}""", "rule 2 'b': a pattern is empty")]
    [InlineData("""{"rules":[{"name":"ours","class":"Other","text":["(a)\\1"]}]}""", @"rule 1 'ours': '(a)\1' cannot be used")]
    [InlineData("""{"rules":[{"name":"ours","class":"Other","text":["(?x)a # its own bracket", "b"]}]}""", "rule 1 'ours': '(?:(?x)a # its own bracket)|(?:b)' cannot be used")]
    [InlineData("""{"rules":[{"class":"Other","codes":["5.1.1"]}]}""", "name")]
    [InlineData("""{"rules":[{"name":"ours","class":"Other","code":["5.1.1"]}]}""", "code")]
    [InlineData("""{"rules":[null]}""", "null")]
    [InlineData("""{"rules":[{"name":"ours","class":"Other","codes":[null]}]}""", "null")]
    [InlineData("{}", "rules")]
    public void A_fault_in_the_file_is_named(string json, string message)
    {
        var path = TestFile.Write(json);

        var fault = Assert.Throws<DeliveryFileException>(() => new ReplyClassifier(path));

        Assert.StartsWith(path + ":", fault.Message, StringComparison.Ordinal);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_reply_whatever_throws() => Gen.Select(Gen.String, Gen.String).Sample((dsn, reply) => Enum.IsDefined(Classifier.Classify(dsn, reply)), iter: 50);
}
