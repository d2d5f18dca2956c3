using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AbuseServerless.Infra.Tests.Bicep;

namespace AbuseServerless.Infra.Tests;

/// <summary>Who may do what: all of it, so that a role more is a change to this table.</summary>
public sealed partial class RoleTests
{
    private const string Account = "Microsoft.Storage/storageAccounts";
    private const string Vault = "Microsoft.KeyVault/vaults";
    private const string Hub = "Microsoft.EventHub/namespaces/eventhubs";

    [Fact]
    public async Task Each_party_has_these_roles_on_these_scopes_and_no_other()
    {
        var template = await Template.LoadAsync();
        var roles = template.Module("roles")["variables"]!["roles"]!.AsObject().ToDictionary(role => role.Key, role => (string)role.Value!);
        var given = template.OfType("Microsoft.Authorization/roleAssignments").Select(assignment => Describe(assignment, roles)).Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                $"functionsPrincipalId: 0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3 on {Account}", // Storage Table Data Contributor
                $"functionsPrincipalId: 2b629674-e913-4c01-ae53-ef4638d8f975 on {Hub}", // Azure Event Hubs Data Sender
                "functionsPrincipalId: 3913510d-42f4-4e42-8a64-420c390055eb on Microsoft.Insights/components", // Monitoring Metrics Publisher
                $"functionsPrincipalId: 4633458b-17de-408a-b874-0445c86b69e6 on {Vault}", // Key Vault Secrets User
                $"functionsPrincipalId: a638d3c7-ab3a-418d-83e6-5f17a39d4fde on {Hub}", // Azure Event Hubs Data Receiver
                $"functionsPrincipalId: b7e6dc6d-f1e8-4753-8033-0f276bb0955b on {Account}", // Storage Blob Data Owner
                $"operators: 0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3 on {Account}", // Storage Table Data Contributor
                $"readers: 76199698-9eea-4c19-bc75-cec21354c6b6 on {Account}", // Storage Table Data Reader
                $"secretOfficers: b86a8fe4-44ce-4948-aee5-eccb2c155cd7 on {Vault}", // Key Vault Secrets Officer
                $"senders: 2b629674-e913-4c01-ae53-ef4638d8f975 on {Hub}", // Azure Event Hubs Data Sender
            ],
            given);
    }

    [Fact]
    public async Task All_roles_are_given_in_one_file()
    {
        var template = await Template.LoadAsync();
        Assert.All(template.Resources.Where(resource => resource.Type == "Microsoft.Authorization/roleAssignments"), resource => Assert.Equal("roles", resource.Module));
    }

    [Fact]
    public async Task The_functions_start_when_their_roles_are_there()
    {
        var template = await Template.LoadAsync();
        Assert.Contains("roles", template.Root["resources"]!["functions"]!["dependsOn"]!.AsArray().Select(name => (string)name!));
    }

    private static string Describe(JsonObject assignment, Dictionary<string, string> roles)
    {
        var properties = assignment["properties"]!;
        var who = Parameter().Match((string)properties["principalId"]!).Groups[1].Value;
        var role = RoleVariable().Match((string)properties["roleDefinitionId"]!).Groups[1].Value;
        var scope = ResourceType().Match((string)assignment["scope"]!).Groups[1].Value;
        return $"{who}: {roles[role]} on {scope}";
    }

    [GeneratedRegex(@"parameters\('(\w+)'\)")]
    private static partial Regex Parameter();

    [GeneratedRegex(@"variables\('roles'\)\.(\w+)")]
    private static partial Regex RoleVariable();

    [GeneratedRegex(@"^\[resourceId\('([^']+)'")]
    private static partial Regex ResourceType();
}
