using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AbuseServerless.PowerShell.Events;

/// <summary>Writes an object's properties as an event. Only those of the schema: nothing else that the object holds leaves this machine.</summary>
internal static partial class AuthEventJson
{
    private static readonly string[] Names = ["time", "account", "ip", "success", "protocol", "server", "session", "recipients"];

    /// <summary>The event.</summary>
    /// <param name="read">Gives the value of a property; null where there is none.</param>
    public static string Write(Func<string, object?> read)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var name in Names)
            {
                var value = PlainValue.Of(read(name));
                if (value is not (null or ""))
                {
                    json.WritePropertyName(name);
                    Write(json, name, value);
                }
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    // Tables of text (Import-Csv) hold true and 3 as text.
    private static void Write(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case string text when name == "success" && bool.TryParse(text, out var flag):
                json.WriteBooleanValue(flag);
                break;
            case string text when name == "recipients" && long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number):
                json.WriteNumberValue(number);
                break;
            case string text when name == "time" && !HasZone(text) && DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var local):
                json.WriteStringValue(Utc(local));
                break;
            case DateTimeOffset time:
                json.WriteStringValue(Utc(time.UtcDateTime));
                break;
            case DateTime time:
                json.WriteStringValue(Utc(time));
                break;
            case sbyte or byte or short or ushort or int or uint or long:
                json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    // Such as Z, +09:00 or -0330 at the end of a time of day.
    private static bool HasZone(string time) => Zone().IsMatch(time);

    [GeneratedRegex(@":[0-9.,]+\s*(Z|GMT|UTC|[+-][0-9]{2}:?[0-9]{2})\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Zone();

    // A time without a zone is this machine's.
    private static string Utc(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
