using System.Text.Json;

namespace AbuseServerless.Portal;

/// <summary>What a portal wants on record.</summary>
internal static class RequestReason
{
    private const int MaximumLength = 1000;

    /// <summary>What is wrong with one that is none.</summary>
    public static readonly RequestFault Fault = new("reason", "The reason must be a text of one line, 1 to 1,000 characters.");

    /// <summary>Reads a reason; null where it is none.</summary>
    public static string? Read(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= MaximumLength } text && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl) ? text : null;
}
