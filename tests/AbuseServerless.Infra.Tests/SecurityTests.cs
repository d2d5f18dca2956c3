using System.Text.Json.Nodes;
using AbuseServerless.Infra.Tests.Bicep;

namespace AbuseServerless.Infra.Tests;

/// <summary>What a cloud engineer looks for in the compiled template.</summary>
public sealed class SecurityTests
{
    // Of every resource of a type, a property and the value that it must have.
    public static TheoryData<string, string, string> Rules { get; } = new()
    {
        { "Microsoft.Storage/storageAccounts", "properties.allowSharedKeyAccess", "false" },
        { "Microsoft.Storage/storageAccounts", "properties.allowBlobPublicAccess", "false" },
        { "Microsoft.Storage/storageAccounts", "properties.allowCrossTenantReplication", "false" },
        { "Microsoft.Storage/storageAccounts", "properties.defaultToOAuthAuthentication", "true" },
        { "Microsoft.Storage/storageAccounts", "properties.supportsHttpsTrafficOnly", "true" },
        { "Microsoft.Storage/storageAccounts", "properties.minimumTlsVersion", "TLS1_2" },
        { "Microsoft.Storage/storageAccounts/blobServices/containers", "properties.publicAccess", "None" },
        { "Microsoft.EventHub/namespaces", "properties.disableLocalAuth", "true" },
        { "Microsoft.EventHub/namespaces", "properties.minimumTlsVersion", "1.2" },
        { "Microsoft.Insights/components", "properties.DisableLocalAuth", "true" },
        { "Microsoft.OperationalInsights/workspaces", "properties.features.disableLocalAuth", "true" },
        { "Microsoft.KeyVault/vaults", "properties.enableRbacAuthorization", "true" },
        { "Microsoft.KeyVault/vaults", "properties.enableSoftDelete", "true" },
        { "Microsoft.KeyVault/vaults", "properties.enablePurgeProtection", "true" },
        { "Microsoft.Web/sites", "properties.httpsOnly", "true" },
        { "Microsoft.Web/sites", "properties.siteConfig.minTlsVersion", "1.2" },
        { "Microsoft.Web/sites", "properties.siteConfig.scmMinTlsVersion", "1.2" },
        { "Microsoft.Web/sites", "identity.type", "UserAssigned" },
        { "Microsoft.Web/sites", "properties.keyVaultReferenceIdentity", "[parameters('identityId')]" },
        { "Microsoft.Web/sites", "properties.functionAppConfig.deployment.storage.authentication.type", "UserAssignedIdentity" },
        { "Microsoft.Web/sites/basicPublishingCredentialsPolicies", "properties.allow", "false" },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task No_way_in_but_by_identity_and_TLS(string type, string path, string value)
    {
        var template = await Template.LoadAsync();
        var resources = template.OfType(type).ToList();
        Assert.NotEmpty(resources);
        Assert.All(resources, resource => Assert.Equal(value, Follow(resource, path)));
    }

    [Theory]
    [InlineData("listKeys")]
    [InlineData("listAccountSas")]
    [InlineData("listConnectionStrings")]
    [InlineData("AccountKey=")]
    [InlineData("SharedAccessKey")]
    [InlineData("SharedAccessSignature")]
    [InlineData("authorizationRules")]
    [InlineData("securestring")]
    [InlineData("Microsoft.KeyVault/vaults/secrets")]
    [InlineData("listSecrets")]
    public async Task There_is_no_key_and_no_secret(string trace)
    {
        var template = await Template.LoadAsync();
        Assert.DoesNotContain(trace, template.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_password_doors_of_deployment_are_both_shut()
    {
        var template = await Template.LoadAsync();
        var doors = template.OfType("Microsoft.Web/sites/basicPublishingCredentialsPolicies").Select(policy => (string)policy["name"]!).ToList();
        Assert.Collection(doors.Order(), door => Assert.Contains("'ftp'", door, StringComparison.Ordinal), door => Assert.Contains("'scm'", door, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Private_networking_is_optional_and_shuts_the_public_doors()
    {
        var template = await Template.LoadAsync();
        Assert.Equal("[parameters('privateNetworking')]", (string?)template.Root["resources"]!["network"]!["condition"]);
        Assert.False((bool)template.Root["parameters"]!["privateNetworking"]!["defaultValue"]!);

        const string shut = "[if(and(parameters('privateNetworking'), empty(parameters('allowedNetworks'))), 'Disabled', 'Enabled')]";
        const string denied = "[if(parameters('privateNetworking'), 'Deny', 'Allow')]";
        var account = Assert.Single(template.OfType("Microsoft.Storage/storageAccounts"));
        Assert.Equal((shut, denied), (Follow(account, "properties.publicNetworkAccess"), Follow(account, "properties.networkAcls.defaultAction")));
        var vault = Assert.Single(template.OfType("Microsoft.KeyVault/vaults"));
        Assert.Equal((shut, denied), (Follow(vault, "properties.publicNetworkAccess"), Follow(vault, "properties.networkAcls.defaultAction")));
        var rules = Assert.Single(template.OfType("Microsoft.EventHub/namespaces/networkRuleSets"));
        Assert.Equal(denied, Follow(rules, "properties.defaultAction"));
        Assert.Equal(shut, (string?)template.Module("eventHubs")["variables"]!["publicNetworkAccess"]);
    }

    private static string? Follow(JsonNode? node, string path) => path.Split('.').Aggregate(node, (at, name) => at?[name])?.ToString();
}
