using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;

namespace AbuseServerless.Sharing;

/// <summary>
/// Writes addresses as a STIX 2.1 bundle: the identity that shares, the TLP 2.0 marking, and an indicator for each address. Ids follow from the sharer, the address and its first sighting, so a
/// later bundle renews what an earlier one said.
/// </summary>
public static class StixBundle
{
    // An identity is its name and contact; its version never changes.
    private const string IdentityMade = "2026-01-01T00:00:00.000Z";

    /// <summary>Writes the bundle in UTF-8.</summary>
    public static void Write(Stream output, IReadOnlyList<AbuseAddress> addresses, Sharer sharer)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        var identity = $"identity--{NameBasedId.Of("identity", sharer.Organisation, sharer.Contact)}";
        json.WriteStartObject();
        json.WriteString("type", "bundle");
        json.WriteString("id", $"bundle--{NameBasedId.Of(["bundle", identity, sharer.Tlp.ToString(), sharer.ValidFor.ToString("c", CultureInfo.InvariantCulture), .. addresses.Select(Version)])}");
        json.WriteStartArray("objects");
        WriteIdentity(json, identity, sharer);
        StixMarking.Write(json, sharer.Tlp);
        foreach (var address in addresses)
        {
            WriteIndicator(json, identity, address, sharer);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteIdentity(Utf8JsonWriter json, string id, Sharer sharer)
    {
        Begin(json, "identity", id, IdentityMade, IdentityMade);
        json.WriteString("name", sharer.Organisation);
        json.WriteString("identity_class", "organization");
        json.WriteString("contact_information", sharer.Contact);
        json.WriteEndObject();
    }

    private static void WriteIndicator(Utf8JsonWriter json, string identity, AbuseAddress address, Sharer sharer)
    {
        var kind = address.Address.AddressFamily == AddressFamily.InterNetwork ? "ipv4-addr" : "ipv6-addr";
        Begin(json, "indicator", $"indicator--{NameBasedId.Of("indicator", identity, address.Address.ToString(), Time(address.First))}", Time(address.First), Time(address.Known));
        json.WriteString("created_by_ref", identity);
        json.WriteString("name", "Client address of stolen mail accounts");
        json.WriteString("description", string.Create(
            CultureInfo.InvariantCulture,
            $"Authenticated for mail submission with the passwords of {address.Accounts} account(s) whose abuse an operator confirmed. Located in {string.Join(", ", address.Countries)}."));
        json.WriteStartArray("indicator_types");
        json.WriteStringValue("malicious-activity");
        json.WriteEndArray();
        json.WriteString("pattern", $"[{kind}:value = '{address.Address}']");
        json.WriteString("pattern_type", "stix");
        json.WriteString("pattern_version", "2.1");
        json.WriteString("valid_from", Time(address.First));
        json.WriteString("valid_until", Time(address.Last + sharer.ValidFor));
        json.WriteStartArray("object_marking_refs");
        json.WriteStringValue(StixMarking.IdOf(sharer.Tlp));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Begin(Utf8JsonWriter json, string type, string id, string created, string modified)
    {
        json.WriteStartObject();
        json.WriteString("type", type);
        json.WriteString("spec_version", "2.1");
        json.WriteString("id", id);
        json.WriteString("created", created);
        json.WriteString("modified", modified);
    }

    private static string Version(AbuseAddress address) =>
        string.Create(CultureInfo.InvariantCulture, $"{address.Address} {Time(address.First)} {Time(address.Last)} {Time(address.Known)} {address.Accounts}");

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
