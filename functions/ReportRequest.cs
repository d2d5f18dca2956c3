using System.Globalization;
using AbuseServerless.Durations;
using AbuseServerless.Report;
using AbuseServerless.Report.Page;
using Microsoft.AspNetCore.Http;

namespace AbuseServerless.Functions;

/// <summary>What a request wants of the report.</summary>
/// <param name="Days">Days that it covers, 1 to <see cref="ReportOptions.MaximumDays"/>.</param>
/// <param name="Language">The page's language.</param>
/// <param name="Json">Whether JSON is wanted and no page.</param>
/// <param name="Study">Whether the study of thresholds is part of it; null where the number of accounts decides.</param>
internal sealed record ReportRequest(int Days, ReportLanguage Language, bool Json, bool? Study)
{
    /// <summary>
    /// Reads the query: <c>days</c>, a number or a duration of whole days such as <c>4w</c>; <c>lang</c>, <c>ja</c> or <c>en</c>, without which the browser's languages decide; <c>format</c>, <c>json</c> or <c>html</c>;
    /// <c>study</c>, <c>true</c> or <c>false</c>. Null where one of them is none of these.
    /// </summary>
    public static ReportRequest? Read(HttpRequest request, int usualDays)
    {
        var days = usualDays;
        if (request.Query["days"].ToString() is { Length: > 0 } text
            && !(TryReadDays(text, out days) && days is >= 1 and <= ReportOptions.MaximumDays))
        {
            return null;
        }

        ReportLanguage? language = request.Query["lang"].ToString() switch { "ja" => ReportLanguage.Ja, "en" => ReportLanguage.En, "" => Preferred(request), _ => null };
        bool? json = request.Query["format"].ToString() switch { "json" => true, "html" or "" => false, _ => null };
        var study = request.Query["study"].ToString();
        return language is null || json is null || study is not ("" or "true" or "false") ? null : new(days, language.Value, json.Value, study.Length == 0 ? null : study == "true");
    }

    private static bool TryReadDays(string text, out int days)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out days))
        {
            return true;
        }

        var isDuration = Duration.TryParse(text, out var duration, out _) && duration.Ticks % TimeSpan.TicksPerDay == 0;
        days = isDuration ? duration.Days : 0;
        return isDuration;
    }

    // Of the languages that there are, the one that the browser likes best; English where it likes neither.
    private static ReportLanguage Preferred(HttpRequest request) =>
        request.GetTypedHeaders().AcceptLanguage
            .Where(range => range.Quality is not 0)
            .OrderByDescending(range => range.Quality ?? 1)
            .Select(range => range.Value.ToString().Split('-')[0].ToLowerInvariant())
            .FirstOrDefault(language => language is "ja" or "en") == "ja"
            ? ReportLanguage.Ja
            : ReportLanguage.En;
}
