using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Infra.Tests.Bicep;
using AbuseServerless.Infra.Tests.Roles;

namespace AbuseServerless.Infra.Tests;

/// <summary>Who may do what: all of it, so that a role more is a change to this table.</summary>
public sealed partial class RoleTests
{
    [Fact]
    public async Task Each_party_has_these_roles_on_these_scopes_and_no_other()
    {
        var given = (await Party.PredictAsync()).OfType("Microsoft.Authorization/roleAssignments").Select(Describe).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(
            [
                "functions: Azure Event Hubs Data Receiver on auth-events",
                "functions: Azure Event Hubs Data Receiver on delivery-events",
                "functions: Azure Event Hubs Data Sender on auth-events",
                "functions: Key Vault Secrets User on vaults",
                "functions: Monitoring Metrics Publisher on components",
                "functions: Storage Blob Data Owner on storageAccounts",
                "functions: Storage Table Data Contributor on storageAccounts",
                "gate: Azure Event Hubs Data Sender on auth-events",
                "gate: Azure Event Hubs Data Sender on delivery-events",
                "gate: Storage Table Data Contributor on Gates",
                "gate: Storage Table Data Reader on Allowances",
                "gate: Storage Table Data Reader on AuditLog",
                "gate: Storage Table Data Reader on Plans",
                "gate: Storage Table Data Reader on Suspensions",
                "officer: Key Vault Secrets Officer on vaults",
                "operator: Audit Log Appender on AuditLog",
                "operator: Azure Event Hubs Data Sender on auth-events",
                "operator: Azure Event Hubs Data Sender on delivery-events",
                "operator: Storage Table Data Contributor on AccountActivity00 to 63",
                "operator: Storage Table Data Contributor on Allowances",
                "operator: Storage Table Data Contributor on DeadLetters",
                "operator: Storage Table Data Contributor on Exemptions",
                "operator: Storage Table Data Contributor on Plans",
                "operator: Storage Table Data Contributor on Suspensions",
                "operator: Storage Table Data Reader on storageAccounts",
                "reader: Storage Table Data Reader on storageAccounts",
                "sender: Azure Event Hubs Data Sender on auth-events",
                "sender: Azure Event Hubs Data Sender on delivery-events",
            ],
            given);
    }

    [Fact]
    public async Task Who_adds_to_the_audit_log_can_change_nothing_in_it()
    {
        var role = (await Party.PredictAsync()).Single("Microsoft.Authorization/roleDefinitions")["properties"]!;
        Assert.Equal(["read", "add/action"], Party.ActionsOf(role));
        Assert.Empty(role["permissions"]![0]!["actions"]!.AsArray());
        Assert.EndsWith("/resourceGroups/rg-test", (string?)Assert.Single(role["assignableScopes"]!.AsArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_template_makes_the_tables_that_the_code_uses()
    {
        var made = (await Party.PredictAsync()).OfType("Microsoft.Storage/storageAccounts/tableServices/tables").Select(table => ((string)table["name"]!).Split('/')[^1]);
        var used = typeof(Tables).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!)
            .Where(name => name != Tables.AccountActivity)
            .Concat(Enumerable.Range(0, AccountBucket.Count).Select(ActivityTable.NameOf));
        Assert.Equal(used.Order(StringComparer.Ordinal), made.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Who_deploys_is_an_operator_and_a_secret_officer_unless_told_otherwise()
    {
        var template = await Template.LoadAsync();
        Assert.True((bool)template.Root["parameters"]!["deployerIsOperator"]!["defaultValue"]!);
        var roles = template.Root["resources"]!["roles"]!["properties"]!["parameters"]!;
        Assert.StartsWith("[if(parameters('deployerIsOperator'), createArray(createObject('id', deployer().objectId", (string?)template.Root["variables"]!["deploying"], StringComparison.Ordinal);
        foreach (var party in new[] { "operators", "secretOfficers" })
        {
            Assert.Equal($"[union(parameters('{party}'), variables('deploying'))]", (string?)roles[party]!["value"]);
        }
    }

    [Fact]
    public async Task The_longest_lists_of_people_and_hosts_fit_into_one_deployment()
    {
        // Azure Resource Manager: 800 resources in a template. Whether those that are only referred to count is not said; here they do.
        var template = await Template.LoadAsync();
        var assignments = (await Party.PredictAsync()).OfType("Microsoft.Authorization/roleAssignments").CountBy(Party.Of).ToDictionary();
        var longest = template.Root["parameters"]!;
        var single = template.Module("roles")["resources"]!.AsObject().Count(resource => resource.Value!["copy"] is null);
        var tablesAndHubs = assignments["operator"] + assignments["gate"];
        var most = single + tablesAndHubs + assignments["functions"]
            + (assignments["operator"] * ((int)longest["operators"]!["maxLength"]! + 1))
            + (assignments["gate"] * (int)longest["gates"]!["maxLength"]!)
            + (assignments["sender"] * (int)longest["senders"]!["maxLength"]!)
            + (assignments["reader"] * (int)longest["readers"]!["maxLength"]!)
            + (assignments["officer"] * ((int)longest["secretOfficers"]!["maxLength"]! + 1));
        Assert.InRange(most, 600, 800);

        // What the pages and descriptions say of one entry.
        Assert.Equal((73, 7, 2), (assignments["operator"], assignments["gate"], assignments["sender"]));
        Assert.Contains("Each entry of `operators` needs 73 role assignments", await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "deployment.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        foreach (var (party, count) in new[] { ("operators", 73), ("gates", 7), ("senders", 2) })
        {
            Assert.Contains($"needs {count} role assignments", (string?)longest[party]!["metadata"]!["description"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task All_roles_are_given_in_one_file()
    {
        var template = await Template.LoadAsync();
        Assert.All(template.Resources.Where(resource => resource.Type.StartsWith("Microsoft.Authorization/", StringComparison.Ordinal)), resource => Assert.Equal("roles", resource.Module));
    }

    [Fact]
    public async Task The_functions_start_when_their_roles_are_there()
    {
        var template = await Template.LoadAsync();
        Assert.Contains("roles", template.Root["resources"]!["functions"]!["dependsOn"]!.AsArray().Select(name => (string)name!));
    }

    private static string Describe(JsonObject assignment) => $"{Party.Of(assignment)}: {Party.RoleOf(assignment)} on {Bucket().Replace(Party.ScopeOf(assignment), "AccountActivity00 to 63")}";

    [GeneratedRegex(@"^AccountActivity\d\d$")]
    private static partial Regex Bucket();
}
