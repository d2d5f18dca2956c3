using System.Text.Json.Serialization;
using AbuseServerless.Report.Model;

namespace AbuseServerless.Report.Page;

/// <summary>What the charts say.</summary>
/// <param name="Language">The page's language, <c>ja</c> or <c>en</c>.</param>
/// <param name="Texts">Texts by key.</param>
/// <param name="Providers">Names of the providers, in their order.</param>
/// <param name="Replies">Names of the reply classes, in their order.</param>
/// <param name="Nets">Names of the nets, by the setting's.</param>
internal sealed record ChartWords(
    [property: JsonPropertyName("language")] string Language,
    [property: JsonPropertyName("texts")] IReadOnlyDictionary<string, string> Texts,
    [property: JsonPropertyName("providers")] IReadOnlyList<string> Providers,
    [property: JsonPropertyName("replies")] IReadOnlyList<string> Replies,
    [property: JsonPropertyName("nets")] IReadOnlyDictionary<string, string> Nets)
{
    public static ChartWords Of(ReportModel report, PageTexts texts) => new(
        texts.Code,
        texts.Under("chart."),
        [.. report.Deliveries.Providers.Select(provider => texts.Provider(provider.Provider))],
        [.. report.Replies.Select(reply => texts.Word("reply", reply.Class.ToString()))],
        texts.Under("net."));
}
