using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AbuseServerless.Infra.Tests.Bicep;

namespace AbuseServerless.Infra.Tests.Packaging;

/// <summary>azure.yaml and the parameters file fit the template.</summary>
public sealed partial class AzdTests
{
    [Fact]
    public async Task The_service_is_the_function_app_that_carries_its_tag()
    {
        var yaml = await File.ReadAllTextAsync(RepositoryRoot.Combine("azure.yaml"), TestContext.Current.CancellationToken);
        var service = Service().Match(yaml);
        Assert.True(service.Success, yaml);
        Assert.True(File.Exists(RepositoryRoot.Combine(service.Groups["project"].Value, "AbuseServerless.Functions.csproj")));

        var template = await Template.LoadAsync();
        var app = Assert.Single(template.OfType("Microsoft.Web/sites"));
        Assert.Contains($"'azd-service-name', '{service.Groups["name"].Value}'", (string)app["tags"]!, StringComparison.Ordinal);
        Assert.Contains("'azd-env-name'", AzdTag(template), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_hooks_are_there_for_every_system()
    {
        var yaml = await File.ReadAllTextAsync(RepositoryRoot.Combine("azure.yaml"), TestContext.Current.CancellationToken);
        var hooks = Hook().Matches(yaml).Select(hook => hook.Groups[1].Value).ToList();
        Assert.Equal(["register-providers.sh", "register-providers.ps1", "wait-for-roles.sh", "wait-for-roles.ps1"], hooks);
        Assert.All(hooks, hook => Assert.True(File.Exists(RepositoryRoot.Combine("infra", "hooks", hook))));
    }

    [Fact]
    public async Task The_parameters_file_gives_what_has_no_default_and_nothing_unknown()
    {
        var template = await Template.LoadAsync();
        var known = template.Root["parameters"]!.AsObject();
        var text = await File.ReadAllTextAsync(RepositoryRoot.Combine("infra", "main.parameters.json"), TestContext.Current.CancellationToken);
        var given = JsonNode.Parse(text)!["parameters"]!.AsObject().Select(parameter => parameter.Key).ToList();
        Assert.Subset(known.Select(parameter => parameter.Key).ToHashSet(), given.ToHashSet());
        Assert.Superset(known.Where(parameter => parameter.Value!["defaultValue"] is null && parameter.Value["nullable"] is null).Select(parameter => parameter.Key).ToHashSet(), given.ToHashSet());
    }

    private static string AzdTag(Template template) => $"'{template.Root["variables"]!["tags"]!.AsObject().Single().Key}'";

    [GeneratedRegex(@"services:\n  (?<name>\w+):\n    project: \./(?<project>\w+)\n    language: dotnet\n    host: function\n")]
    private static partial Regex Service();

    [GeneratedRegex(@"run: infra/hooks/(\S+)")]
    private static partial Regex Hook();
}
