using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace AbuseServerless.Sharing;

/// <summary>Writes addresses as XARF 4 reports (category <c>connection</c>, type <c>login_attack</c>), one JSON object a line: XARF reports one incident at a time.</summary>
/// <remarks>XARF wants report ids of version 4, which are random: the same addresses written again are new reports.</remarks>
public static class XarfReports
{
    private static readonly JsonSerializerOptions EvidenceJson = new(JsonSerializerDefaults.Web);

    /// <summary>Writes the reports in UTF-8.</summary>
    public static void Write(Stream output, IReadOnlyList<AbuseAddress> addresses, Sharer sharer)
    {
        foreach (var address in addresses)
        {
            using (var json = new Utf8JsonWriter(output))
            {
                Write(json, address, sharer);
            }

            output.WriteByte((byte)'\n');
        }
    }

    private static void Write(Utf8JsonWriter json, AbuseAddress address, Sharer sharer)
    {
        json.WriteStartObject();
        json.WriteString("xarf_version", "4.0.0");
        json.WriteString("report_id", Guid.NewGuid());
        json.WriteString("timestamp", Time(address.Last));
        WriteContact(json, "reporter", sharer);
        WriteContact(json, "sender", sharer);
        json.WriteString("source_identifier", address.Address.ToString());
        json.WriteString("category", "connection");
        json.WriteString("type", "login_attack");
        json.WriteString("protocol", "tcp");
        json.WriteString("first_seen", Time(address.First));
        json.WriteString("last_seen", Time(address.Last));
        json.WriteString("evidence_source", "automated_filter");
        json.WriteString("description", "Authenticated for mail submission with stolen passwords; an operator confirmed the abuse.");
        WriteEvidence(json, address);
        json.WriteStartArray("tags");
        json.WriteStringValue("tlp:" + StixMarking.LabelOf(sharer.Tlp));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteContact(Utf8JsonWriter json, string role, Sharer sharer)
    {
        json.WriteStartObject(role);
        json.WriteString("org", sharer.Organisation);
        json.WriteString("contact", sharer.Contact);
        json.WriteString("domain", sharer.Domain);
        json.WriteEndObject();
    }

    private static void WriteEvidence(Utf8JsonWriter json, AbuseAddress address)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(
            new { Address = address.Address.ToString(), FirstSeen = Time(address.First), LastSeen = Time(address.Last), address.Countries, address.Accounts }, EvidenceJson);
        json.WriteStartArray("evidence");
        json.WriteStartObject();
        json.WriteString("content_type", "application/json");
        json.WriteString("description", "When and where the address was seen, and with how many stolen accounts.");
        json.WriteBase64String("payload", payload);
        json.WriteString("hash", "sha256:" + Convert.ToHexStringLower(SHA256.HashData(payload)));
        json.WriteNumber("size", payload.Length);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
