using System.Text.Json;
using System.Text.Json.Serialization;

namespace AbuseServerless.Report.Model;

/// <summary>The report as JSON.</summary>
public static class ReportJson
{
    /// <summary>Its media type.</summary>
    public const string ContentType = "application/json; charset=utf-8";

    // The default encoder leaves no <, >, &, quotation mark or separator of lines as it is: the JSON may stand in a script element.
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Writes the numbers: names in camel case, days as <c>2026-11-24</c>, times in RFC 3339. ASCII.</summary>
    public static string Write(ReportModel report) => JsonSerializer.Serialize(report, Options);
}
