using System.Text.Json;
using AbuseServerless.Ingestion;
using Json.Schema;

namespace AbuseServerless.Tests.Ingestion;

/// <summary>The published schema and the parser agree on what a message is.</summary>
public sealed class AuthEventSchemaTests
{
    private static readonly DateTimeOffset Enqueued = new(2026, 11, 24, 1, 5, 0, TimeSpan.Zero);

    private static readonly JsonSchema Schema = JsonSchema.FromText(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "schemas", "auth-event.schema.json")));

    [Fact]
    public void The_examples_of_the_schema_are_events()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "schemas", "auth-event.schema.json")));
        foreach (var example in schema.RootElement.GetProperty("examples").EnumerateArray())
        {
            Assert.True(IsValid(example));
            Assert.True(AuthEventParser.TryParse(example.GetRawText(), Enqueued, out _, out var rejection), rejection?.Detail);
        }
    }

    [Theory]
    [InlineData("""{"time":"2026-11-24T01:02:03Z","account":"a","ip":"203.0.113.9","success":true}""", true)]
    [InlineData("""{"time":"2026-11-24t10:02:03.5+09:00","account":" A ","ip":"::ffff:203.0.113.9","success":false,"recipients":3,"more":1}""", true)]
    [InlineData("""{"account":"a","ip":"203.0.113.9","success":true}""", false)]
    [InlineData("""{"time":"2026-11-24T01:02:03","account":"a","ip":"203.0.113.9","success":true}""", false)]
    [InlineData("""{"time":"2026-11-24T01:02:03Z","account":" ","ip":"203.0.113.9","success":true}""", false)]
    [InlineData("""{"time":"2026-11-24T01:02:03Z","account":"a","ip":"[::1]:25","success":true}""", false)]
    [InlineData("""{"time":"2026-11-24T01:02:03Z","account":"a","ip":"203.0.113.9","success":"true"}""", false)]
    [InlineData("""{"time":"2026-11-24T01:02:03Z","account":"a","ip":"203.0.113.9","success":true,"recipients":-1}""", false)]
    public void The_schema_and_the_parser_agree(string message, bool isEvent)
    {
        using var document = JsonDocument.Parse(message);
        Assert.Equal(isEvent, IsValid(document.RootElement));
        Assert.Equal(isEvent, AuthEventParser.TryParse(message, Enqueued, out _, out _));
    }

    private static bool IsValid(JsonElement element) => Schema.Evaluate(element).IsValid;
}
