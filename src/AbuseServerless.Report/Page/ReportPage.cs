using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using AbuseServerless.Report.Model;
using Fluid;
using Fluid.Values;
using Microsoft.Extensions.FileProviders;

namespace AbuseServerless.Report.Page;

/// <summary>The report as one page of HTML that needs nothing else. For any number of threads.</summary>
public static class ReportPage
{
    /// <summary>Its media type.</summary>
    public const string ContentType = "text/html; charset=utf-8";

    /// <summary>Numbers of days that a served page offers.</summary>
    private static readonly int[] Periods = [7, 28, 90, 365];

    // Text of any script as it is; what means something in HTML is escaped all the same.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private static readonly EmbeddedFileProvider Templates = new(typeof(ReportPage).Assembly, "Templates");

    private static readonly TemplateOptions English = Options(PageTexts.English);
    private static readonly TemplateOptions Japanese = Options(PageTexts.Japanese);
    private static readonly IFluidTemplate Template = new FluidParser().Parse(EmbeddedText.Read("Templates.page.liquid"));

    /// <summary>The Content-Security-Policy that a server must send with the page.</summary>
    public static string ServedPolicy { get; } = PageAssets.Policy + "; frame-ancestors 'none'";

    /// <summary>Writes a page to be served: it has links to other days and languages, and its policy is sent with it (<see cref="ServedPolicy"/>).</summary>
    public static string Served(ReportModel report, ReportLanguage language) => Write(report, language, served: true);

    /// <summary>Writes a page to be kept or mailed as a file: it carries its policy itself.</summary>
    public static string File(ReportModel report, ReportLanguage language) => Write(report, language, served: false);

    private static string Write(ReportModel report, ReportLanguage language, bool served)
    {
        ArgumentNullException.ThrowIfNull(report);
        var texts = PageTexts.Of(language);
        var context = new TemplateContext(language == ReportLanguage.Ja ? Japanese : English);
        context.AmbientValues[PageFilters.TimeZone] = TimeZoneInfo.FindSystemTimeZoneById(report.TimeZone);
        context.SetValue("report", report);
        var days = DayOfProviders.Of(report);
        context.SetValue("byDay", days);
        context.SetValue("rateGroups", ProviderGroup.Of(report, days, ProviderGroup.OfOneColumn));
        context.SetValue("shareGroups", ProviderGroup.Of(report, days, ProviderGroup.OfTwoColumns));
        context.SetValue("states", report.Suspensions.Newest.Select(row => row.State).Distinct().Order().ToArray());
        context.SetValue("nets", report.Suspensions.Newest.Select(row => row.Net).OfType<string>().Distinct().Order(StringComparer.Ordinal).ToArray());
        context.SetValue("language", texts.Code);
        context.SetValue("served", served);
        context.SetValue("policy", PageAssets.Policy);
        context.SetValue("days", report.Deliveries.Days.Count);
        context.SetValue("periods", Periods);
        context.SetValue("icon", PageAssets.Icon);
        context.SetValue("style", PageAssets.Style);
        context.SetValue("begin", PageAssets.Begin);
        context.SetValue("scripts", PageAssets.Scripts);
        context.SetValue("data", ReportJson.Write(report));
        context.SetValue("words", JsonSerializer.Serialize(ChartWords.Of(report, texts)));
        return Template.Render(context, Encoder);
    }

    private static TemplateOptions Options(PageTexts texts)
    {
        var options = new TemplateOptions
        {
            MemberAccessStrategy = new KnownMembers(),
            FileProvider = Templates,
            CultureInfo = texts.Culture,
            StrictFilters = true,
        };
        options.ValueConverters.Add(value => value is Enum name ? new StringValue(name.ToString()) : value is DateOnly or DateTimeOffset ? new ObjectValue(value) : null);
        new PageFilters(texts).AddTo(options.Filters);
        return options;
    }
}
