using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AbuseServerless.Allowances;

namespace AbuseServerless.Portal;

/// <summary>What a portal sets for a subscriber: <c>{ "countries": ["JP", "US"], "reason": "…" }</c>.</summary>
/// <param name="Countries">From which countries the account may be used: capitals in the order of the alphabet, each once, one at least.</param>
/// <param name="Reason">What is to be on record, 1 to 1,000 characters; null for nothing.</param>
public sealed record AllowanceRequest(IReadOnlyList<string> Countries, string? Reason)
{
    private static readonly RequestFault NoObject = new("body", "The body must be a JSON object.");
    private static readonly RequestFault NoCountries = new("countries", "The countries must be a list of codes, such as [\"JP\"]. To allow all countries, DELETE the allowance.");

    /// <summary>Reads a body.</summary>
    /// <param name="body">JSON in UTF-8.</param>
    /// <param name="request">What it says.</param>
    /// <param name="fault">Why it cannot be read.</param>
    /// <returns>Whether it can be read.</returns>
    public static bool TryRead(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out AllowanceRequest? request, [NotNullWhen(false)] out RequestFault? fault)
    {
        (request, fault) = (null, null);
        try
        {
            using var json = JsonDocument.Parse(body, new JsonDocumentOptions { AllowDuplicateProperties = false });
            (request, fault) = Read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // No JSON, no object, or a text that is no Unicode.
            fault = NoObject;
        }

        return fault is null;
    }

    private static (AllowanceRequest? Request, RequestFault? Fault) Read(JsonElement body)
    {
        IReadOnlyList<string>? countries = null;
        string? reason = null;
        foreach (var property in body.EnumerateObject())
        {
            switch (property.Name)
            {
                case "countries" when property.Value.ValueKind == JsonValueKind.Array:
                    try
                    {
                        countries = AllowedCountries.Parse(property.Value.EnumerateArray().Select(code => code.ValueKind == JsonValueKind.String ? code.GetString() : null));
                    }
                    catch (FormatException e)
                    {
                        return (null, new RequestFault("countries", e.Message));
                    }

                    break;
                case "reason" when RequestReason.Read(property.Value) is { } text:
                    reason = text;
                    break;
                case var name:
                    return (null, name switch { "countries" => NoCountries, "reason" => RequestReason.Fault, _ => new RequestFault(name, "This property is unknown.") });
            }
        }

        return countries is null ? (null, NoCountries) : (new AllowanceRequest(countries, reason), null);
    }
}
