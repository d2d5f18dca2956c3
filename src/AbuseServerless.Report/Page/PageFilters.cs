using System.Globalization;
using System.Text.RegularExpressions;
using AbuseServerless.Geolocation;
using Fluid;
using Fluid.Values;

namespace AbuseServerless.Report.Page;

/// <summary>How the templates write values in one language. What they give is text, which is encoded as it is written.</summary>
internal sealed partial class PageFilters(PageTexts texts)
{
    /// <summary>Stands where there is no number.</summary>
    public const string Nothing = "–";

    /// <summary>Name of the ambient value that holds the time zone of the times.</summary>
    public const string TimeZone = nameof(TimeZone);

    private readonly CountryNames _countries = CountryNames.Load(texts.Code);

    public void AddTo(FilterCollection filters)
    {
        Add("t", (input, arguments, _) => texts[input.ToStringValue(), [.. Enumerable.Range(0, arguments.Count).Select(i => Value(arguments.At(i)))]]);
        Add("word", (input, arguments, _) => texts.Word(arguments.At(0).ToStringValue(), input.ToStringValue()));
        Add("named", (input, arguments, _) => texts.Named(arguments.At(0).ToStringValue(), input.ToStringValue()));
        Add("number", (input, _, _) => input.IsNil() ? Nothing : input.ToNumberValue().ToString("N0", texts.Culture));
        Add("percent", (input, _, _) => input.IsNil() ? Nothing : Percent(input.ToNumberValue()));
        Add("points", (input, _, _) => input.IsNil() ? Nothing : texts["page.points", Signed(input.ToNumberValue())]);
        Add("direction", (input, _, _) => input.IsNil() ? "steady" : decimal.Round(input.ToNumberValue(), 4) switch { > 0 => "worse", < 0 => "better", _ => "steady" });
        Add("date", (input, _, _) => Date((DateOnly)input.ToObjectValue()));
        Add("time", (input, _, context) => Time((DateTimeOffset)input.ToObjectValue(), context));
        Add("clock", (input, _, context) => Local((DateTimeOffset)input.ToObjectValue(), context).ToString("HH:mm", CultureInfo.InvariantCulture));
        Add("iso", (input, _, _) => input.ToObjectValue() is DateOnly day ? day.ToString("O", CultureInfo.InvariantCulture) : ((DateTimeOffset)input.ToObjectValue()).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
        Add("country", (input, _, _) => _countries.Of(input.ToStringValue()));
        Add("provider", (input, _, _) => texts.Provider(input.ToStringValue()));
        Add("fragment", (input, _, _) => Uri.EscapeDataString(input.ToStringValue()));
        Add("literal", (input, _, _) => Literal().Replace(input.ToStringValue(), "$0$0"));
        Add("show", (input, arguments, _) => ShownText.Of(input.ToStringValue(), (int)arguments.At(0).ToNumberValue()));

        void Add(string name, Func<FluidValue, FilterArguments, TemplateContext, string> filter) =>
            filters.AddFilter(name, (input, arguments, context) => new StringValue(filter(input, arguments, context)));
    }

    // Of rates below one percent one digit would say little, and in a table all have the same number.
    private string Percent(decimal share) => (share * 100).ToString("N2", texts.Culture) + "%";

    private string Signed(decimal change) => (change * 100).ToString("+0.00;−0.00;0.00", texts.Culture);

    private string Date(DateOnly day) => day.ToString(texts["page.date"], texts.Culture);

    private string Time(DateTimeOffset time, TemplateContext context) => Local(time, context).ToString(texts["page.time"], texts.Culture);

    private static DateTimeOffset Local(DateTimeOffset time, TemplateContext context) => TimeZoneInfo.ConvertTime(time, (TimeZoneInfo)context.AmbientValues[TimeZone]);

    // Each of them ends a text in single quotes in PowerShell, unless it is doubled.
    [GeneratedRegex("['\u2018-\u201B]")]
    private static partial Regex Literal();

    private static object? Value(FluidValue value) => value.Type == FluidValues.Number ? value.ToNumberValue() : value.ToStringValue();
}
