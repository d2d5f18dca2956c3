using System.Text.Json;
using System.Text.Json.Serialization;

namespace AbuseServerless.Detection;

internal static class RulesJson
{
    public static JsonSerializerOptions Options { get; } = new() { Converters = { new ThresholdText() } };

    private sealed class ThresholdText : JsonConverter<Threshold>
    {
        public override Threshold Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Settings are read by the configuration, not from JSON.");

        public override void Write(Utf8JsonWriter writer, Threshold value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
