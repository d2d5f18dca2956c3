using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AbuseServerless.Infra.Tests.Bicep;

namespace AbuseServerless.Infra.Tests.Roles;

/// <summary>The parties of an installation that has one of each, and what the template gives them.</summary>
internal static partial class Party
{
    private static readonly string[] Names = ["operator", "reader", "officer", "sender", "gate"];
    private static readonly string[] Parameters = ["operators", "readers", "secretOfficers", "senders", "gates"];

    private static readonly Dictionary<string, string> BuiltIn = new(StringComparer.Ordinal)
    {
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["2b629674-e913-4c01-ae53-ef4638d8f975"] = "Azure Event Hubs Data Sender",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
        ["4633458b-17de-408a-b874-0445c86b69e6"] = "Key Vault Secrets User",
        ["76199698-9eea-4c19-bc75-cec21354c6b6"] = "Storage Table Data Reader",
        ["a638d3c7-ab3a-418d-83e6-5f17a39d4fde"] = "Azure Event Hubs Data Receiver",
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["b86a8fe4-44ce-4948-aee5-eccb2c155cd7"] = "Key Vault Secrets Officer",
    };

    // What the roles of tables may do with entities.
    private static readonly Dictionary<string, string[]> OnEntities = new(StringComparer.Ordinal)
    {
        ["Storage Table Data Contributor"] = ["read", "write", "delete", "add/action", "update/action"],
        ["Storage Table Data Reader"] = ["read"],
    };

    private static readonly Lazy<Task<Prediction>> Predicted = new(() => Prediction.OfAsync(
        Parameters.Select((parameter, i) => $"param {parameter} = [{{ id: '00000000-0000-0000-0000-00000000000{i}', type: 'Group' }}]")));

    public static Task<Prediction> PredictAsync() => Predicted.Value;

    /// <summary>Who is given a role. The functions' identity is known after the deployment only.</summary>
    public static string Of(JsonObject assignment) =>
        (string)assignment["properties"]!["principalId"]! is { Length: 36 } id ? Names[int.Parse(id[^1..], System.Globalization.CultureInfo.InvariantCulture)] : "functions";

    public static string RoleOf(JsonObject assignment) => BuiltIn.GetValueOrDefault(((string)assignment["properties"]!["roleDefinitionId"]!).Split('/')[^1], "Audit Log Appender");

    /// <summary>The table or hub, or for others the type of the resource.</summary>
    public static string ScopeOf(JsonObject assignment)
    {
        // Where the assignment's name is not known yet, its scope stands in that name's expression.
        var scope = Scope().Match((string?)assignment["id"] ?? (string)assignment["name"]!).Groups[1].Value.Split('/');
        return scope[^2] is "tables" or "eventhubs" ? scope[^1] : scope[^2];
    }

    public static IEnumerable<string> ActionsOf(JsonNode role) =>
        role["permissions"]![0]!["dataActions"]!.AsArray().Select(action => ((string)action!).Replace("Microsoft.Storage/storageAccounts/tableServices/tables/entities/", "", StringComparison.Ordinal));

    /// <summary>What a party may do with the entities of a table: <c>read</c>, <c>write</c>, <c>delete</c>, <c>add/action</c>, <c>update/action</c>.</summary>
    public static async Task<Func<string, ISet<string>>> RightsAsync(string party)
    {
        var prediction = await PredictAsync();
        var appender = ActionsOf(prediction.Single("Microsoft.Authorization/roleDefinitions")["properties"]!).ToArray();
        var roles = prediction.OfType("Microsoft.Authorization/roleAssignments").Where(assignment => Of(assignment) == party)
            .ToLookup(ScopeOf, assignment => RoleOf(assignment) is "Audit Log Appender" ? appender : OnEntities.GetValueOrDefault(RoleOf(assignment), []));
        var rights = new ConcurrentDictionary<string, ISet<string>>(StringComparer.Ordinal);
        return table => rights.GetOrAdd(table, name => roles["storageAccounts"].Concat(roles[name]).SelectMany(actions => actions).ToHashSet());
    }

    [GeneratedRegex(@"(/subscriptions/[^',]*?)(?:/providers/Microsoft.Authorization/|')")]
    private static partial Regex Scope();
}
