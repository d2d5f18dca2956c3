using System.Text.Json.Serialization;
using AbuseServerless.Statistics;

namespace AbuseServerless.Azure.Statistics;

/// <summary>The lists of a day as they are stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyDictionary<int, long>))]
[JsonSerializable(typeof(IReadOnlyList<BusyAccount>))]
internal sealed partial class DayJson : JsonSerializerContext;
