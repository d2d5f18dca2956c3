using System.Text.Json;
using System.Text.Json.Nodes;
using AbuseServerless.Deliveries;
using Json.Schema;

namespace AbuseServerless.Tests.Deliveries;

/// <summary>The published schema and the parser agree on what a message is.</summary>
public sealed class DeliveryEventSchemaTests
{
    private static readonly DateTimeOffset Enqueued = new(2026, 11, 24, 1, 5, 0, TimeSpan.Zero);
    private static readonly string Text = File.ReadAllText(RepositoryRoot.Combine("docs", "schemas", "delivery-event.schema.json"));
    private static readonly JsonSchema Schema = JsonSchema.FromText(Text);

    [Fact]
    public void The_examples_of_the_schema_are_events()
    {
        using var schema = JsonDocument.Parse(Text);
        foreach (var example in schema.RootElement.GetProperty("examples").EnumerateArray())
        {
            Assert.True(Schema.Evaluate(example).IsValid);
            Assert.True(DeliveryEventParser.TryParse(example.GetRawText(), Enqueued, out _, out var rejection), rejection?.Detail);
        }
    }

    [Theory]
    [InlineData("queueId", "\"4jYpkm1kQvz1kjXM\"", true)]
    [InlineData("more", "1", true)]
    [InlineData("account", "\" Alice\"", true)]
    [InlineData("account", "null", true)]
    [InlineData("relay", "\"mx.example\"", true)]
    [InlineData("relay", "\"none\"", true)]
    [InlineData("relay", "null", true)]
    [InlineData("relayIp", "\"2001:db8::1\"", true)]
    [InlineData("relayIp", "null", true)]
    [InlineData("dsn", "\"4.7.0\"", true)]
    [InlineData("dsn", "null", true)]
    [InlineData("reply", "\"x\"", true)]
    [InlineData("reply", "null", true)]
    [InlineData("delaySeconds", "0", true)]
    [InlineData("delaySeconds", "null", true)]
    [InlineData("recipientDomain", "\"例え.テスト.\"", true)]
    [InlineData("recipientDomain", "\"[IPv6:2001:db8::1]\"", true)]
    [InlineData("recipientDomain", "\"a_b.example-1.jp\"", true)]
    [InlineData("recipientDomain", "\"bob@gmail.com\"", false)]
    [InlineData("recipientDomain", "\"gmail\\t.com\"", false)]
    [InlineData("recipientDomain", "\"*\"", false)]
    [InlineData("recipientDomain", "\".\"", false)]
    [InlineData("recipientDomain", "null", false)]
    [InlineData("time", "\"2026-11-24T01:02:03\"", false)]
    [InlineData("queueId", "\"\"", false)]
    [InlineData("queueId", "\"a b\"", false)]
    [InlineData("status", "\"SENT\"", false)]
    [InlineData("account", "\" \"", false)]
    [InlineData("relay", "\"a b\"", false)]
    [InlineData("relayIp", "\"[::1]:25\"", false)]
    [InlineData("dsn", "\"7.1.1\"", false)]
    [InlineData("reply", "[\"x\"]", false)]
    [InlineData("delaySeconds", "-0.1", false)]
    [InlineData("delaySeconds", "\"1\"", false)]
    public void The_schema_and_the_parser_agree(string field, string value, bool isEvent)
    {
        var message = new JsonObject
        {
            ["time"] = "2026-11-24T01:02:03Z",
            ["queueId"] = "4Xyz",
            ["recipientDomain"] = "gmail.com",
            ["status"] = "sent",
            [field] = JsonNode.Parse(value),
        }.ToJsonString();
        using var document = JsonDocument.Parse(message);
        Assert.Equal(isEvent, Schema.Evaluate(document.RootElement).IsValid);
        Assert.Equal(isEvent, DeliveryEventParser.TryParse(message, Enqueued, out _, out _));
    }
}
