using System.Globalization;
using System.Text.Json;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Thresholds of the nets for people, such as <c>Countries: watch 5, suspend 10 countries in 24 hours; Travel: watch 1 impossible move in 24 hours</c>. No line is longer than a screen of 80 columns shows.</summary>
internal static class StatusThresholds
{
    // What a threshold counts, by its place in the settings: one of it, several, and in which time.
    private static readonly Dictionary<string, (string One, string Many, string Time)> Units = new(StringComparer.Ordinal)
    {
        ["Countries"] = ("country", "countries", ""),
        ["Familiarity"] = ("unfamiliar network", "unfamiliar networks", " a day"),
        ["Outcomes"] = ("refusing recipient", "refusing recipients", " a day"),
        ["Networks:Systems"] = ("autonomous system", "autonomous systems", ""),
        ["Networks:Prefixes"] = ("/24 or /48 network", "/24 or /48 networks", ""),
        ["Networks:Subnets"] = ("IPv6 /64 network", "IPv6 /64 networks", ""),
        ["Volume:MessagesPerHour"] = ("message", "messages", " an hour"),
        ["Volume:MessagesPerDay"] = ("message", "messages", " a day"),
        ["Volume:RecipientsPerHour"] = ("recipient", "recipients", " an hour"),
        ["Volume:RecipientsPerDay"] = ("recipient", "recipients", " a day"),
        ["SharedOrigins"] = ("account", "accounts", " at one address a day"),
        ["Travel"] = ("impossible move", "impossible moves", " in 24 hours"),
        ["Together"] = ("weight", "weights", " in 32 hours"),
        ["Addresses"] = ("client address", "client addresses", " in 15 minutes"),
        ["Rate:AuthsPerHour"] = ("login", "logins", " an hour"),
        ["Rate:AuthsPerDay"] = ("login", "logins", " a day"),
        ["Rate:RecipientsPerHour"] = ("recipient", "recipients", " an hour"),
        ["Rate:RecipientsPerDay"] = ("recipient", "recipients", " a day"),
    };

    private static readonly Dictionary<string, string> Times = new(StringComparer.Ordinal) { ["Hour"] = " an hour", ["Day"] = " a day", ["Week"] = " a week" };

    /// <summary>Reads what a worker reports; null where it reports nothing. Nets that are off are left out.</summary>
    public static string? Of(string? settings)
    {
        if (settings is null)
        {
            return null;
        }

        using var json = JsonDocument.Parse(settings);
        return string.Join("; ", Read(json.RootElement, []));
    }

    private static IEnumerable<string> Read(JsonElement element, string[] place) => element.ValueKind switch
    {
        JsonValueKind.Object => [
            .. element.TryGetProperty("Watch", out var watch) && element.TryGetProperty("Suspend", out var suspend) ? Of(place, watch.ToString(), suspend.ToString(), element) : [],
            .. element.EnumerateObject().SelectMany(property => Read(property.Value, property.Name == "Also" ? place : [.. place, property.Name])),
        ],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(item => Read(item, place)),
        _ => [],
    };

    private static IEnumerable<string> Of(string[] place, string watch, string suspend, JsonElement limits)
    {
        string[] thresholds = [.. watch == "off" ? Array.Empty<string>() : [$"watch {watch}"], .. suspend == "off" ? Array.Empty<string>() : [$"suspend {suspend}"]];
        if (thresholds.Length > 0)
        {
            yield return $"{place.FirstOrDefault()}: {string.Join(", ", thresholds)} {Unit(place, (suspend == "off" ? watch : suspend) == "1", limits)}";
        }
    }

    private static string Unit(string[] place, bool isOne, JsonElement limits)
    {
        // The last part of some is the time.
        var (name, time) = place.Length > 0 && Times.TryGetValue(place[^1], out var told) ? (string.Join(':', place[..^1]), told) : (string.Join(':', place), null);
        if (limits.TryGetProperty("Window", out var window) && TimeSpan.TryParse(window.ToString(), CultureInfo.InvariantCulture, out var length))
        {
            time = length.Ticks % TimeSpan.TicksPerHour == 0 ? $" in {Quantity.Of(length.TotalHours, "hour")}" : $" in {Quantity.Of(length.TotalMinutes, "minute")}";
        }

        // A net of a later version.
        return Units.TryGetValue(name, out var unit) ? $"{(isOne ? unit.One : unit.Many)}{time ?? unit.Time}" : string.Join(' ', place.Skip(1));
    }
}
