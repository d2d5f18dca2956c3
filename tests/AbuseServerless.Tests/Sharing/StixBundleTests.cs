using System.Text.Json;
using System.Text.Json.Nodes;
using AbuseServerless.Sharing;
using Json.Schema;

namespace AbuseServerless.Tests.Sharing;

public sealed class StixBundleTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(File.ReadAllText(RepositoryRoot.Combine("tests", "AbuseServerless.Tests", "Sharing", "stix-2.1.schema.json")));

    [Fact]
    public void A_bundle_obeys_the_rules_of_the_specification()
    {
        var text = Write(Abuse.Sharer);
        Validate(text);
        using var bundle = JsonDocument.Parse(text);
        var objects = bundle.RootElement.GetProperty("objects").EnumerateArray().ToList();
        Assert.Equal(["identity", "marking-definition", "indicator", "indicator"], objects.Select(each => each.GetProperty("type").GetString()));
        Assert.Equal(objects.Count, objects.Select(each => each.GetProperty("id").GetString()).Distinct().Count());

        // Of each pair of times the second is not before the first, and an indicator's end is after its beginning.
        Assert.All(objects.Where(each => each.TryGetProperty("modified", out _)), each => Assert.True(Time(each, "created") <= Time(each, "modified")));
        Assert.All(objects.Where(each => each.TryGetProperty("valid_until", out _)), each => Assert.True(Time(each, "valid_from") < Time(each, "valid_until")));

        // What is referred to is in the bundle.
        var (identity, marking) = (objects[0].GetProperty("id").GetString(), objects[1].GetProperty("id").GetString());
        Assert.All(objects.Skip(2), each => Assert.Equal((identity, marking), (each.GetProperty("created_by_ref").GetString(), each.GetProperty("object_marking_refs")[0].GetString())));
    }

    [Fact]
    public void An_indicator_says_which_address_from_when_and_until_when()
    {
        using var bundle = JsonDocument.Parse(Write(Abuse.Sharer));
        var objects = bundle.RootElement.GetProperty("objects");
        Assert.Equal("[ipv4-addr:value = '81.2.69.142']", objects[2].GetProperty("pattern").GetString());
        Assert.Equal("[ipv6-addr:value = '2a02:6b8::1']", objects[3].GetProperty("pattern").GetString());
        Assert.Equal("2026-11-24T10:00:00.007Z", objects[3].GetProperty("valid_from").GetString());
        Assert.Equal("2026-12-08T10:00:00.007Z", objects[3].GetProperty("valid_until").GetString());
        Assert.Equal(Abuse.Sharer.Organisation, objects[0].GetProperty("name").GetString());
    }

    [Theory]
    [InlineData(Tlp.Clear, "94868c89-83c2-464b-929b-a1a8aa3c8487", "TLP:CLEAR")]
    [InlineData(Tlp.Green, "bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "TLP:GREEN")]
    [InlineData(Tlp.Amber, "55d920b0-5e8b-4f79-9ee9-91f868d9b421", "TLP:AMBER")]
    [InlineData(Tlp.AmberStrict, "939a9414-2ddd-4d32-a0cd-375ea402b003", "TLP:AMBER+STRICT")]
    [InlineData(Tlp.Red, "e828b379-4e03-4974-9ac4-e53a884c97c1", "TLP:RED")]
    public void The_marking_is_the_one_that_was_published_for_its_colour(Tlp tlp, string id, string name)
    {
        var text = Write(Abuse.Sharer with { Tlp = tlp });
        Validate(text);
        using var bundle = JsonDocument.Parse(text);
        var marking = bundle.RootElement.GetProperty("objects")[1];
        Assert.Equal(("marking-definition--" + id, name), (marking.GetProperty("id").GetString(), marking.GetProperty("name").GetString()));
    }

    [Fact]
    public void The_same_addresses_give_the_same_bundle_and_another_sharer_other_ids()
    {
        Assert.Equal(Write(Abuse.Sharer), Write(Abuse.Sharer));
        var (one, other) = (Ids(Write(Abuse.Sharer)), Ids(Write(Abuse.Sharer with { Organisation = "Other" })));
        Assert.Equal(["marking-definition"], one.Intersect(other).Select(id => id.Split("--")[0]));
        Assert.All(one.Where(id => !id.StartsWith("marking", StringComparison.Ordinal)), id => Assert.Equal('5', id.Split("--")[1][14]));
    }

    [Fact]
    public void A_bundle_of_no_addresses_is_one_too() => Validate(Abuse.Text(output => StixBundle.Write(output, [], Abuse.Sharer)));

    [Fact]
    public void The_rules_would_find_what_is_wrong()
    {
        foreach (var (path, value) in new (string, JsonNode?)[] { ("pattern", "[ipv4-addr:value = 81.2.69.142]"), ("pattern_type", null), ("valid_from", "2026-11-24"), ("id", "indicator--1"), ("spec_version", "2.0") })
        {
            var bundle = JsonNode.Parse(Write(Abuse.Sharer))!;
            var indicator = bundle["objects"]![2]!.AsObject();
            indicator.Remove(path);
            if (value is not null)
            {
                indicator[path] = value;
            }

            Assert.False(Evaluate(bundle.ToJsonString()).IsValid, path);
        }
    }

    private static string Write(Sharer sharer) => Abuse.Text(output => StixBundle.Write(output, Abuse.Addresses, sharer));

    private static void Validate(string text)
    {
        var result = Evaluate(text);
        Assert.True(result.IsValid, JsonSerializer.Serialize(result));
    }

    private static EvaluationResults Evaluate(string text)
    {
        using var document = JsonDocument.Parse(text);
        return Schema.Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
    }

    private static List<string> Ids(string text)
    {
        using var bundle = JsonDocument.Parse(text);
        return [bundle.RootElement.GetProperty("id").GetString()!, .. bundle.RootElement.GetProperty("objects").EnumerateArray().Select(each => each.GetProperty("id").GetString()!)];
    }

    private static DateTimeOffset Time(JsonElement from, string property) => Abuse.Time(from.GetProperty(property).GetString()!);
}
