using System.Text.Json;

namespace AbuseServerless.Sharing;

/// <summary>The marking definitions of TLP 2.0, as OASIS published them for STIX 2.1 (cti-stix-common-objects): their ids and the time of their making are part of them.</summary>
internal static class StixMarking
{
    private const string Extension = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";

    public static string IdOf(Tlp tlp) => tlp switch
    {
        Tlp.Clear => "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
        Tlp.Green => "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
        Tlp.Amber => "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
        Tlp.AmberStrict => "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
        Tlp.Red => "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
        _ => throw new ArgumentOutOfRangeException(nameof(tlp), tlp, "Not a TLP 2.0 label."),
    };

    /// <summary>The colour in lower case, as in <c>amber+strict</c>.</summary>
    public static string LabelOf(Tlp tlp) => tlp == Tlp.AmberStrict ? "amber+strict" : tlp.ToString().ToLowerInvariant();

    public static void Write(Utf8JsonWriter json, Tlp tlp)
    {
        json.WriteStartObject();
        json.WriteString("type", "marking-definition");
        json.WriteString("spec_version", "2.1");
        json.WriteString("id", IdOf(tlp));
        json.WriteString("created", "2022-10-01T00:00:00.000Z");
        json.WriteString("name", "TLP:" + LabelOf(tlp).ToUpperInvariant());
        json.WriteStartObject("extensions");
        json.WriteStartObject(Extension);
        json.WriteString("extension_type", "property-extension");
        json.WriteString("tlp_2_0", LabelOf(tlp));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
