using System.Text.Json.Nodes;
using AbuseServerless.Local.FunctionsHost.Rpc;
using NCrontab;

namespace AbuseServerless.Local.FunctionsHost.App;

/// <summary>A function of the app, with the settings that its bindings name put in their place.</summary>
internal sealed record FunctionDefinition(string Name, Trigger Trigger, RetryPolicy? Retry)
{
    private const string DefaultConsumerGroup = "$Default";

    /// <summary>Reads what the worker says about a function.</summary>
    /// <exception cref="InvalidOperationException">A trigger that this host does not have, or a setting that is missing; the message names the function.</exception>
    public static FunctionDefinition From(RpcFunctionMetadata metadata, AppSettings settings)
    {
        try
        {
            var trigger = metadata.RawBindings.Select(static binding => JsonNode.Parse(binding)!)
                .FirstOrDefault(static binding => Text(binding, "type").EndsWith("Trigger", StringComparison.OrdinalIgnoreCase))
                ?? throw new InvalidOperationException("It has no trigger.");
            return new FunctionDefinition(metadata.Name, Read(trigger, metadata.Name, settings), RetryPolicy.From(metadata.RetryOptions));
        }
        catch (Exception exception) when (exception is InvalidOperationException or CrontabException)
        {
            throw new InvalidOperationException($"The function {metadata.Name} cannot be served: {exception.Message}", exception);
        }
    }

    private static Trigger Read(JsonNode binding, string function, AppSettings settings)
    {
        var parameter = Text(binding, "name");
        switch (Text(binding, "type").ToUpperInvariant())
        {
            case "EVENTHUBTRIGGER":
                if (!Is(binding, "cardinality", "Many"))
                {
                    throw new InvalidOperationException("Only event hub triggers of cardinality Many are served.");
                }

                var group = settings.Resolve(Text(binding, "consumerGroup"));
                return new EventHubTrigger(
                    parameter,
                    settings.Resolve(Text(binding, "eventHubName")),
                    group.Length == 0 ? DefaultConsumerGroup : group,
                    Is(binding, "dataType", "Binary"));
            case "TIMERTRIGGER":
                return new TimerTrigger(parameter, Schedule(settings.Resolve(Text(binding, "schedule"))));
            case "HTTPTRIGGER":
                var route = settings.Resolve(Text(binding, "route"));
                return new HttpTrigger(
                    parameter,
                    route.Length == 0 ? function : route.TrimStart('/'),
                    [.. (binding["methods"] as JsonArray ?? []).Select(static method => method!.GetValue<string>().ToUpperInvariant())],
                    NeedsKey: !Is(binding, "authLevel", "Anonymous"));
            default:
                throw new InvalidOperationException($"There is no trigger of type {Text(binding, "type")} here.");
        }
    }

    private static CrontabSchedule Schedule(string expression) =>
        CrontabSchedule.Parse(expression, new CrontabSchedule.ParseOptions { IncludingSeconds = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6 });

    private static string Text(JsonNode binding, string property) => binding[property]?.GetValue<string>() ?? "";

    private static bool Is(JsonNode binding, string property, string value) => Text(binding, property).Equals(value, StringComparison.OrdinalIgnoreCase);
}
