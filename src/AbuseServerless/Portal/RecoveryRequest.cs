using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AbuseServerless.Ingestion;

namespace AbuseServerless.Portal;

/// <summary>What a portal tells of a password change: <c>{ "reason": "…", "time": "2026-11-29T12:00:00Z" }</c>, or nothing.</summary>
/// <param name="Reason">What is to be on record, 1 to 1,000 characters; null for nothing.</param>
/// <param name="Time">When the password was changed, UTC; null for the moment at which this is handled.</param>
public sealed record RecoveryRequest(string? Reason, DateTimeOffset? Time)
{
    // The longest window of a net: what is older suspends nobody any more.
    private static readonly TimeSpan MaximumAge = TimeSpan.FromHours(24);
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private static readonly RequestFault NoObject = new("body", "The body must be a JSON object, or empty.");
    private static readonly RequestFault BadTime = new("time", "The time must be one such as 2026-11-29T12:00:00Z, of the last 24 hours.");

    /// <summary>Reads a body.</summary>
    /// <param name="body">JSON in UTF-8, or empty.</param>
    /// <param name="now">Now.</param>
    /// <param name="request">What it says.</param>
    /// <param name="fault">Why it cannot be read.</param>
    /// <returns>Whether it can be read.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> body, DateTimeOffset now, [NotNullWhen(true)] out RecoveryRequest? request, [NotNullWhen(false)] out RequestFault? fault)
    {
        (request, fault) = (new RecoveryRequest(null, null), null);
        if (body.IsEmpty)
        {
            return true;
        }

        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false });
            (request, fault) = Read(request, json.RootElement, now);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, no object, or a text that is no Unicode.
            fault = NoObject;
        }

        return fault is null;
    }

    private static (RecoveryRequest Request, RequestFault? Fault) Read(RecoveryRequest request, JsonElement body, DateTimeOffset now)
    {
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "reason" when RequestReason.Read(property.Value) is { } reason:
                    request = request with { Reason = reason };
                    break;
                case "time" when property.Value.ValueKind == JsonValueKind.String && Rfc3339.Parse(property.Value.GetString()) is { } time && time >= now - MaximumAge && time <= now + ClockTolerance:
                    request = request with { Time = time };
                    break;
                case var name:
                    return (request, name switch { "reason" => RequestReason.Fault, "time" => BadTime, _ => new RequestFault(name, "This property is unknown.") });
            }
        }

        return (request, null);
    }
}
