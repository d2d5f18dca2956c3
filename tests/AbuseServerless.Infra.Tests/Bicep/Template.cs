using System.Text.Json.Nodes;

namespace AbuseServerless.Infra.Tests.Bicep;

/// <summary>The template that infra/main.bicep compiles to, with its modules.</summary>
internal sealed class Template
{
    private static readonly Lazy<Task<Template>> Compiled = new(CompileAsync);

    private Template(string text)
    {
        Text = text;
        Root = JsonNode.Parse(text)!.AsObject();
        Resources = [.. Walk("main", Root)];
    }

    public string Text { get; }

    public JsonObject Root { get; }

    /// <summary>All resources that are made, modules' included; those that only are referred to are not among them.</summary>
    public IReadOnlyList<TemplateResource> Resources { get; }

    public static Task<Template> LoadAsync() => Compiled.Value;

    public JsonObject Module(string name) => Root["resources"]![name]!["properties"]!["template"]!.AsObject();

    public IEnumerable<JsonObject> OfType(string type) => Resources.Where(resource => resource.Type == type).Select(resource => resource.Json);

    private static async Task<Template> CompileAsync()
    {
        var built = await BicepCli.RunAsync("build", BicepCli.Main, "--stdout");
        Assert.True(built.ExitCode == 0, built.Error);
        return new Template(built.Out);
    }

    private static IEnumerable<TemplateResource> Walk(string module, JsonObject template)
    {
        var resources = template["resources"] switch
        {
            JsonObject named => named.Select(pair => (Name: pair.Key, Json: pair.Value!.AsObject())),
            JsonArray list => list.Select(item => (Name: "", Json: item!.AsObject())),
            _ => [],
        };
        foreach (var (name, json) in resources.Where(resource => resource.Json["existing"] is null))
        {
            var type = (string)json["type"]!;
            if (type == "Microsoft.Resources/deployments")
            {
                foreach (var inner in Walk(name, json["properties"]!["template"]!.AsObject()))
                {
                    yield return inner;
                }
            }
            else
            {
                yield return new TemplateResource(module, type, json);
            }
        }
    }
}

/// <summary>A resource of the template.</summary>
/// <param name="Module">Name of the module in main.bicep that makes it.</param>
/// <param name="Type">Its type.</param>
/// <param name="Json">All of it.</param>
internal sealed record TemplateResource(string Module, string Type, JsonObject Json);
