using System.Collections.Concurrent;
using System.Management.Automation;
using System.Reflection;

namespace AbuseServerless.PowerShell.Views;

/// <summary>
/// What a cmdlet puts out: a record as a flat row under the record's name. The account comes first, values of enumerations and durations are text, and times and lists write themselves the same in every
/// culture, so that Export-Csv and ConvertTo-Json need no help. Records within a record are rows too (<see cref="RowDetails"/>), and a column of text, such as <c>EvidenceText</c>.
/// </summary>
internal static class Row
{
    private const string Account = nameof(Account);

    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Shapes = new();
    private static readonly string Records = typeof(GeoSuspension).Namespace!;

    /// <summary>The row of a record; what is no record stays as it is.</summary>
    /// <param name="item">What is put out.</param>
    /// <param name="local">Whether times are to be those of this machine's zone instead of UTC.</param>
    /// <param name="wide">Whether the screen has room for wide columns.</param>
    public static object? Of(object? item, bool local, bool wide)
    {
        if (item is null || !IsRecord(item.GetType()))
        {
            return item;
        }

        var row = Of(item, null, local);
        if (wide)
        {
            row.TypeNames.Insert(0, row.TypeNames[0] + "#Wide");
        }

        return row;
    }

    private static PSObject Of(object record, string? account, bool local)
    {
        var type = record.GetType();
        var details = new Dictionary<string, PSObject[]>(StringComparer.Ordinal);
        var columns = new List<(string Name, object? Value)>();
        foreach (var property in Shapes.GetOrAdd(type, Shape))
        {
            var value = property.GetValue(record);
            if (property.Name == Account)
            {
                account = value as string;
            }

            if (property.PropertyType.IsArray && IsRecord(property.PropertyType.GetElementType()!))
            {
                var rows = ((object[]?)value ?? []).Select(row => Of(row, account, local)).ToArray();
                details[property.Name] = rows;
                columns.Add((property.Name + "Text", string.Join("; ", rows.Select(row => row.BaseObject))));
            }
            else
            {
                columns.Add((property.Name, Column(value, local)));
            }
        }

        var text = new PSObject(new RowDetails(record.ToString()!, details));
        for (var parent = type; IsRecord(parent); parent = parent.BaseType!)
        {
            text.TypeNames.Insert(text.TypeNames.IndexOf(typeof(RowDetails).FullName!), parent.FullName!);
        }

        text.TypeNames.Remove(typeof(RowDetails).FullName!);
        if (account is not null && columns.TrueForAll(column => column.Name != Account))
        {
            columns.Insert(0, (Account, account));
        }

        foreach (var (name, value) in columns)
        {
            text.Properties.Add(new PSNoteProperty(name, value), preValidated: true);
        }

        return text;
    }

    private static object? Column(object? value, bool local) => value switch
    {
        Enum known => known.ToString(),
        TimeSpan duration => duration.ToString("c"),
        DateTimeOffset time => InvariantValue.Of(local ? TimeZoneInfo.ConvertTime(time, TimeZoneInfo.Local) : time),
        DateTime day => InvariantValue.Of(day),
        string[] list => InvariantValue.Of(list),
        _ => value,
    };

    // The account, then what the record itself has, then what it shares with others.
    private static PropertyInfo[] Shape(Type type) =>
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0).OrderByDescending(property => property.Name == Account),
    ];

    private static bool IsRecord(Type type) => type.Namespace == Records && !type.IsEnum;
}
