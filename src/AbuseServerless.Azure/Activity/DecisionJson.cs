using System.Text.Json;
using System.Text.Json.Serialization;
using AbuseServerless.Detection;

namespace AbuseServerless.Azure.Activity;

/// <summary>Decisions as they are stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Decision))]
internal sealed partial class DecisionJson : JsonSerializerContext
{
    public static string Write(Decision decision) => JsonSerializer.Serialize(decision, Default.Decision);

    public static Decision? Read(string? json) => string.IsNullOrEmpty(json) ? null : JsonSerializer.Deserialize(json, Default.Decision);
}
