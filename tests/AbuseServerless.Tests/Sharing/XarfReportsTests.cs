using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using AbuseServerless.Sharing;
using Json.Schema;

namespace AbuseServerless.Tests.Sharing;

public sealed class XarfReportsTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(File.ReadAllText(RepositoryRoot.Combine("tests", "AbuseServerless.Tests", "Sharing", "xarf-4-login-attack.schema.json")));

    [Fact]
    public void Each_line_is_a_report_by_the_rules_of_the_specification()
    {
        var reports = Write();
        Assert.Equal(2, reports.Length);
        Assert.All(reports, report => Assert.True(IsValid(report), report));
        Assert.Equal(2, reports.Select(report => JsonNode.Parse(report)!["report_id"]!.GetValue<Guid>()).Distinct().Count());
        Assert.All(reports, report => Assert.Equal(4, JsonNode.Parse(report)!["report_id"]!.GetValue<Guid>().Version));
    }

    [Fact]
    public void A_report_says_who_did_it_when_and_on_what_evidence()
    {
        var report = JsonNode.Parse(Write()[0])!;
        Assert.Equal("81.2.69.142", report["source_identifier"]!.GetValue<string>());
        Assert.Equal(("2026-11-24T09:00:00.000Z", "2026-11-24T12:00:00.000Z"), (report["first_seen"]!.GetValue<string>(), report["last_seen"]!.GetValue<string>()));
        Assert.Equal("example.jp", report["reporter"]!["domain"]!.GetValue<string>());
        Assert.Equal("tlp:amber+strict", report["tags"]![0]!.GetValue<string>());

        var evidence = report["evidence"]![0]!;
        var payload = evidence["payload"]!.GetValue<string>();
        Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData(Convert.FromBase64String(payload))), evidence["hash"]!.GetValue<string>());
        Assert.Equal(
            """{"address":"81.2.69.142","firstSeen":"2026-11-24T09:00:00.000Z","lastSeen":"2026-11-24T12:00:00.000Z","countries":["GB"],"accounts":2}""",
            System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(payload)));
    }

    [Fact]
    public void The_rules_would_find_what_is_wrong()
    {
        foreach (var property in new[] { "report_id", "reporter", "sender", "first_seen", "protocol", "category" })
        {
            var report = JsonNode.Parse(Write()[0])!.AsObject();
            report.Remove(property);
            Assert.False(IsValid(report.ToJsonString()), property);
        }
    }

    private static string[] Write() => Abuse.Text(output => XarfReports.Write(output, Abuse.Addresses, Abuse.Sharer)).TrimEnd('\n').Split('\n');

    private static bool IsValid(string text)
    {
        using var document = JsonDocument.Parse(text);
        return Schema.Evaluate(document.RootElement, new EvaluationOptions { RequireFormatValidation = true }).IsValid;
    }
}
