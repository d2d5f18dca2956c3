using System.Text.RegularExpressions;
using AbuseServerless.Azure;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Infra.Tests.Bicep;
using AbuseServerless.Infra.Tests.Packaging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Infra.Tests;

/// <summary>The app settings of the template are those that are read: by the Functions host, by the trigger and by the code.</summary>
public sealed partial class SettingTests
{
    private static readonly string[] ReadByHost =
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "AzureFunctionsJobHost__extensions__eventHubs__maxEventBatchSize", "AzureFunctionsJobHost__extensions__eventHubs__prefetchCount",
        "AzureFunctionsJobHost__extensions__eventHubs__targetUnprocessedEventThreshold", "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__clientId", "AzureWebJobsStorage__credential",
    ];

    // What an identity-based connection of a trigger consists of.
    private static readonly string[] ConnectionParts = ["fullyQualifiedNamespace", "clientId", "credential"];

    // Refused by Flex Consumption, whose runtime is a property of the app.
    private static readonly string[] NotInFlexConsumption = ["FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_EXTENSION_VERSION", "WEBSITE_RUN_FROM_PACKAGE", "WEBSITE_CONTENTSHARE"];

    [Fact]
    public async Task The_code_starts_with_the_settings_of_the_template_and_reads_each_that_is_not_the_hosts()
    {
        var settings = await SettingsAsync();
        var read = new ReadSettings(settings);
        await using var services = Start(read);
        services.GetRequiredService<IStartupValidator>().Validate();
        Assert.NotNull(services.GetRequiredService<AuthEventProcessor>());
        Assert.NotNull(services.GetRequiredService<SuspensionTable>());

        Assert.Empty(settings.Keys.Except(ReadByHost).Except(await ReadByTriggersAsync()).Except(read.Read, StringComparer.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("Storage__tableServiceUri", "Setting Storage is missing")]
    [InlineData("Geolocation__Databases", "Geolocation:Databases names no file")]
    public async Task The_code_does_not_start_without(string setting, string error)
    {
        var settings = await SettingsAsync();
        Assert.True(settings.Remove(setting));
        await using var services = Start(new ReadSettings(settings));
        var failure = Assert.ThrowsAny<Exception>(services.GetRequiredService<AuthEventProcessor>);
        Assert.Contains(error, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_and_the_triggers_find_all_that_they_read()
    {
        var settings = await SettingsAsync();
        Assert.Superset(ReadByHost.Concat(await ReadByTriggersAsync()).ToHashSet(), settings.Keys.ToHashSet());
    }

    [Fact]
    public async Task Connections_are_by_identity_only()
    {
        var settings = await SettingsAsync();
        Assert.DoesNotContain(settings.Keys, name => name is "AzureWebJobsStorage" or "Storage" or "EventHubs");
        Assert.All(settings.Where(setting => setting.Key.EndsWith("__credential", StringComparison.Ordinal)), setting => Assert.Equal("managedidentity", setting.Value));
        Assert.Empty(settings.Keys.Intersect(NotInFlexConsumption));
    }

    [Fact]
    public async Task Each_secret_of_the_vault_is_handed_to_the_code_as_a_setting_that_it_reads()
    {
        var functions = (await Template.LoadAsync()).Module("functions");
        var secrets = functions["variables"]!["secretSettings"]!.AsObject().ToDictionary(secret => secret.Key, secret => (string)secret.Value!);
        Assert.Equal(functions["parameters"]!["secrets"]!["allowedValues"]!.AsArray().Select(name => (string)name!).Order(), secrets.Keys.Order());

        // A secret alone is refused: it belongs to an address.
        var settings = await SettingsAsync();
        settings["Notifications__Webhook__Url"] = "https://example.jp/hook";
        settings["Notifications__Mail__Host"] = "mail.example.jp";
        settings["Notifications__Mail__From"] = "abuse@example.jp";
        settings["Notifications__Mail__OperatorTo"] = "noc@example.jp";
        settings["Notifications__Mail__User"] = "abuse";
        foreach (var setting in secrets.Values)
        {
            settings[setting] = "a secret of more than 32 characters".Replace(' ', '-');
        }

        var read = new ReadSettings(settings);
        await using var services = Start(read);
        services.GetRequiredService<IStartupValidator>().Validate();
        Assert.Empty(secrets.Values.Except(read.Read, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task The_databases_are_in_the_package()
    {
        var template = await Template.LoadAsync();
        var variables = template.Module("functions")["variables"]!;
        var named = variables["databases"]!.AsArray().Concat(variables["systems"]!.AsArray()).Select(path => (string)path!);
        Assert.Subset((await DeploymentPackage.DatabasesAsync()).Keys.ToHashSet(), named.ToHashSet());
    }

    private static ServiceProvider Start(ReadSettings settings) =>
        new ServiceCollection().AddLogging().AddAbuseServerless(new ConfigurationBuilder().Add(settings).Build()).BuildServiceProvider();

    // With an example in place of what is known after the deployment only.
    private static async Task<Dictionary<string, string>> SettingsAsync()
    {
        var functions = (await Template.LoadAsync()).Module("functions");
        var package = await DeploymentPackage.DatabasesAsync();
        string Files(string variable) => string.Join(';', functions["variables"]![variable]!.AsArray().Select(path => package[(string)path!]));
        return functions["variables"]!["settings"]!.AsObject().ToDictionary(
            setting => setting.Key,
            setting => (string)setting.Value! switch
            {
                "[parameters('tableEndpoint')]" => "https://example.table.core.windows.net/",
                "[string(parameters('size').cacheMegabytes)]" => "128",
                "[join(variables('databases'), ';')]" => Files("databases"),
                "[join(variables('systems'), ';')]" => Files("systems"),
                var value when value.StartsWith('[') => "example",
                var value => value,
            });
    }

    private static async Task<IEnumerable<string>> ReadByTriggersAsync()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(RepositoryRoot.Combine("functions"), "*.cs"))
        {
            var source = await File.ReadAllTextAsync(file);
            names.UnionWith(Expression().Matches(source).Select(match => match.Groups[1].Value.Replace(":", "__", StringComparison.Ordinal)));
            names.UnionWith(Connection().Matches(source).SelectMany(match => ConnectionParts.Select(part => $"{match.Groups[1].Value}__{part}")));
        }

        Assert.NotEmpty(names);
        return names;
    }

    [GeneratedRegex("\"%([^%\"]+)%\"")]
    private static partial Regex Expression();

    [GeneratedRegex("Connection = \"(\\w+)\"")]
    private static partial Regex Connection();
}
