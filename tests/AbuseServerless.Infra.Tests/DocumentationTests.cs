using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AbuseServerless.Azure;
using AbuseServerless.Geolocation;
using AbuseServerless.Infra.Tests.Bicep;
using AbuseServerless.Infra.Tests.Packaging;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Infra.Tests;

/// <summary>What docs/deployment.md tells the reader to do holds.</summary>
public sealed partial class DocumentationTests
{
    private static readonly string Text = File.ReadAllText(RepositoryRoot.Combine("docs", "deployment.md"));

    [Fact]
    public async Task The_addresses_of_the_first_suspension_are_in_ten_countries()
    {
        await using var services = await StartAsync([]);
        var geolocator = services.GetRequiredService<IGeolocator>();
        var addresses = Address().Matches(Text[Text.IndexOf("from ten countries", StringComparison.Ordinal)..Text.IndexOf("Send-GeoAuthEvent", StringComparison.Ordinal)]);
        var countries = addresses.Select(address => geolocator.Locate(IPAddress.Parse(address.Groups[1].Value)).Country).Where(country => country.Length > 0).ToHashSet();
        Assert.Equal((10, 10), (addresses.Count, countries.Count));
    }

    [Fact]
    public async Task The_example_of_settings_is_accepted()
    {
        var example = JsonDocument.Parse("{" + AppSettings().Match(Text).Value + "}").RootElement.GetProperty("appSettings").GetProperty("value");
        await using var services = await StartAsync(example.EnumerateObject().Select(setting => KeyValuePair.Create(setting.Name, setting.Value.GetString()!)));
        services.GetRequiredService<IStartupValidator>().Validate();
    }

    [Fact]
    public async Task Parameters_that_the_text_names_exist()
    {
        var template = await Template.LoadAsync();
        var named = Parameter().Matches(Text).Select(match => match.Groups[1].Value).ToHashSet();
        named.ExceptWith(["maxEventBatchSize"]);
        Assert.Subset(template.Root["parameters"]!.AsObject().Select(parameter => parameter.Key).ToHashSet(), named);
        Assert.NotEmpty(named);
    }

    [Fact]
    public async Task Secrets_that_the_text_names_are_those_of_the_template()
    {
        var secrets = (await Template.LoadAsync()).Module("functions")["variables"]!["secretSettings"]!.AsObject();
        Assert.Equal(
            secrets.Select(secret => $"{secret.Key} {secret.Value}").Order(StringComparer.Ordinal),
            SecretRow().Matches(Text).Select(row => $"{row.Groups[1].Value} {row.Groups[2].Value.Replace(":", "__", StringComparison.Ordinal)}").Order(StringComparer.Ordinal));
    }

    private static async Task<ServiceProvider> StartAsync(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var databases = (await DeploymentPackage.DatabasesAsync()).Values.Where(file => file.EndsWith(".mmdb", StringComparison.Ordinal));
        var all = new ReadSettings([.. settings, new("Geolocation__Databases", string.Join(';', databases))]);
        return new ServiceCollection().AddLogging().AddAbuseServerless(new ConfigurationBuilder().Add(all).Build()).BuildServiceProvider();
    }

    [GeneratedRegex(@"'(\d+\.\d+\.\d+\.\d+)'")]
    private static partial Regex Address();

    [GeneratedRegex("\"appSettings\": .*")]
    private static partial Regex AppSettings();

    [GeneratedRegex(@"^\| `([a-z-]+)` \| `([A-Za-z0-9:]+)` \|", RegexOptions.Multiline)]
    private static partial Regex SecretRow();

    // In camel case, as this page writes nothing else but parameters.
    [GeneratedRegex("`([a-z]+[A-Z][A-Za-z]+)`")]
    private static partial Regex Parameter();
}
