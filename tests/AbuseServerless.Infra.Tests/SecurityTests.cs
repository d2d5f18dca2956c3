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
    public async Task No_deployment_is_made_with_a_password()
    {
        var template = await Template.LoadAsync();
        var policies = template.OfType("Microsoft.Web/sites/basicPublishingCredentialsPolicies").Select(policy => (string)policy["name"]!).ToList();
        Assert.Collection(policies.Order(), name => Assert.Contains("'ftp'", name, StringComparison.Ordinal), name => Assert.Contains("'scm'", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Private_networking_is_optional_and_ends_public_access()
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

    [Fact]
    public async Task Where_networking_is_private_the_functions_have_an_endpoint_and_others_are_kept_out()
    {
        var prediction = await Prediction.OfAsync("param privateNetworking = true", "param allowedNetworks = ['192.0.2.0/24', '198.51.100.7', '203.0.113.9/32']");
        Assert.Contains(prediction.OfType("Microsoft.Network/privateEndpoints"), endpoint => ((string)endpoint["name"]!).EndsWith("-sites", StringComparison.Ordinal));
        Assert.Contains(prediction.OfType("Microsoft.Network/privateDnsZones"), zone => (string?)zone["name"] == "privatelink.azurewebsites.net");
        var site = prediction.Single("Microsoft.Web/sites");
        Assert.Equal("Deny", Follow(site, "properties.siteConfig.ipSecurityRestrictionsDefaultAction"));

        // Else the endpoint alone would shut the site, and azd would deploy nothing from outside.
        Assert.Equal("Enabled", Follow(site, "properties.publicNetworkAccess"));
        Assert.Equal(("Allow", "false"), (Follow(site, "properties.siteConfig.scmIpSecurityRestrictionsDefaultAction"), Follow(site, "properties.siteConfig.scmIpSecurityRestrictionsUseMain")));

        // A single address is a network to App Service, and must be none to Storage.
        Assert.Equal(["192.0.2.0/24", "198.51.100.7/32", "203.0.113.9/32"], Values(site["properties"]!["siteConfig"]!["ipSecurityRestrictions"]!, "ipAddress"));
        Assert.Equal(["192.0.2.0/24", "198.51.100.7", "203.0.113.9"], Values(prediction.Single("Microsoft.Storage/storageAccounts")["properties"]!["networkAcls"]!["ipRules"]!, "value"));

        static IEnumerable<string> Values(JsonNode rules, string property) => rules.AsArray().Select(rule => (string)rule![property]!);
    }

    [Theory]
    [InlineData("none", "Standard", "AutoScaleLogs, OperationalLogs")]
    [InlineData("deletes", "Standard", "AutoScaleLogs, OperationalLogs", "tableServices: StorageDelete")]
    [InlineData("changes", "Premium", "AutoScaleLogs, OperationalLogs, RuntimeAuditLogs", "tableServices: StorageDelete, StorageWrite")]
    public async Task Who_does_what_is_logged(string logTables, string hubs, string ofHubs, params string[] ofTables)
    {
        var settings = (await Prediction.OfAsync($"param logTables = '{logTables}'", $"param eventHubsSku = '{hubs}'")).OfType("Microsoft.Insights/diagnosticSettings").ToList();

        // Refused: "Diagnostic setting does not support mix of log category and log category group."
        Assert.All(settings, setting => Assert.Single(setting["properties"]!["logs"]!.AsArray().Select(log => log!["category"] is null).Distinct()));
        Assert.Equal(
            [
                $"namespaces: {ofHubs}",
                "sites: AppServiceAuthenticationLogs, FunctionAppLogs",
                .. ofTables,
                "vaults: audit",
            ],
            settings.Select(setting =>
                $"{((string)setting["id"]!).Split("/providers/Microsoft.Insights/")[0].Split('/')[^2]}: {string.Join(", ", setting["properties"]!["logs"]!.AsArray()
                    .Where(log => (bool)log!["enabled"]!).Select(log => (string?)log!["category"] ?? (string)log["categoryGroup"]!).Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_report_is_opened_to_who_signs_in_only_together_with_the_sign_in()
    {
        static JsonObject Config(Prediction prediction, string name) =>
            prediction.OfType("Microsoft.Web/sites/config").Single(config => ((string)config["name"]!).EndsWith(name, StringComparison.Ordinal));

        var without = await Prediction.OfAsync();
        Assert.Equal("false", Follow(Config(without, "/authsettingsV2"), "properties.platform.enabled"));
        Assert.Null(Config(without, "/appsettings")["properties"]!["Report__Entra"]);

        var with = await Prediction.OfAsync("param reportClientId = '00000000-0000-0000-0000-000000000009'");
        var authentication = Config(with, "/authsettingsV2");
        Assert.Equal("true", Follow(authentication, "properties.platform.enabled"));
        Assert.Equal("true", Follow(authentication, "properties.globalValidation.requireAuthentication"));
        Assert.Equal(
            ["/api/accounts/*", "/api/dovecot-events", "/api/health/live", "/api/health/ready", "/api/policy", "/api/recover"],
            authentication["properties"]!["globalValidation"]!["excludedPaths"]!.AsArray().Select(path => (string)path!).Order(StringComparer.Ordinal));
        Assert.Equal("true", (string?)Config(with, "/appsettings")["properties"]!["Report__Entra"]);
    }

    private static string? Follow(JsonNode? node, string path) => path.Split('.').Aggregate(node, (at, name) => at?[name])?.ToString();
}
