using System.Globalization;
using System.Management.Automation;

namespace AbuseServerless.PowerShell.Views;

/// <summary>Values whose text does not depend on the culture of the session, so that another machine can read what Export-Csv writes, whatever its calendar.</summary>
internal static class InvariantValue
{
    private static readonly PSCodeMethod TimeText = Text(nameof(WriteTime));
    private static readonly PSCodeMethod DayText = Text(nameof(WriteDay));
    private static readonly PSCodeMethod ListText = Text(nameof(WriteList));

    /// <summary>A time, written as ISO 8601 to the millisecond.</summary>
    public static PSObject Of(DateTimeOffset time) => With(time, TimeText);

    /// <summary>A day, written as <c>yyyy-MM-dd</c>.</summary>
    public static PSObject Of(DateTime day) => With(day, DayText);

    /// <summary>A list, written with spaces between.</summary>
    public static PSObject Of(string[] list) => With(list, ListText);

    /// <summary>Writes a time; with a format as .NET does.</summary>
    public static string WriteTime(PSObject time, params object[] arguments) => arguments.Length == 0
        ? ((DateTimeOffset)time.BaseObject).ToString("yyyy-MM-dd'T'HH:mm:ss.fffK", CultureInfo.InvariantCulture)
        : Format((DateTimeOffset)time.BaseObject, arguments);

    /// <summary>Writes a day; with a format as .NET does.</summary>
    public static string WriteDay(PSObject day, params object[] arguments) => arguments.Length == 0
        ? ((DateTime)day.BaseObject).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        : Format((DateTime)day.BaseObject, arguments);

    /// <summary>Writes a list.</summary>
    public static string WriteList(PSObject list) => string.Join(' ', (string[])list.BaseObject);

    private static PSObject With(object value, PSCodeMethod text)
    {
        var told = new PSObject(value);
        told.Methods.Add(text, preValidated: true);
        return told;
    }

    private static string Format(IFormattable value, object[] arguments) =>
        value.ToString(arguments.OfType<string>().FirstOrDefault(), arguments.OfType<IFormatProvider>().FirstOrDefault());

    private static PSCodeMethod Text(string method) => new(nameof(ToString), typeof(InvariantValue).GetMethod(method)!);
}
