using AbuseServerless.Allowances;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Geolocation;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Allowances;

/// <summary>An allowance as a row, and back.</summary>
internal static class AllowanceEntity
{
    public const string Partition = "allowances";

    /// <summary>Key of the row that is another one whenever something changed.</summary>
    public const string VersionKey = "version";

    /// <summary>Of an allowance's key.</summary>
    public const string Prefix = "s:";

    /// <summary>What those need who enforce it.</summary>
    public static readonly string[] ColumnsOfRule = ["RowKey", nameof(Allowance.Subject), nameof(Allowance.Countries), nameof(Version)];

    private const char Separator = ',';

    public static string KeyOf(AllowanceSubject subject) => Prefix + TableKey.OfText(subject.Value);

    public static TableEntity Version() => new(Partition, VersionKey) { [nameof(Version)] = Guid.NewGuid().ToString("N") };

    public static string? ReadVersion(TableEntity row) => row.GetString(nameof(Version));

    public static TableEntity Write(Allowance allowance) => new(Partition, KeyOf(allowance.Subject))
    {
        [nameof(Allowance.Subject)] = allowance.Subject.Value,
        [nameof(Allowance.Countries)] = string.Join(Separator, allowance.Countries),
        [nameof(Allowance.By)] = allowance.By,
        [nameof(Allowance.Reason)] = allowance.Reason,
        [nameof(Allowance.Since)] = allowance.Since,
    };

    /// <exception cref="FormatException">The row is no allowance.</exception>
    /// <exception cref="ArgumentException">Its countries are none.</exception>
    public static Allowance Read(TableEntity row) => new(row.Parsed(nameof(Allowance.Subject), AllowanceSubject.Parse), row.Text(nameof(Allowance.Countries)).Split(Separator))
    {
        By = row.TextIfAny(nameof(Allowance.By))!,
        Reason = row.TextIfAny(nameof(Allowance.Reason))!,
        Since = row.Time(nameof(Allowance.Since)),
    };

    // One bad row lets its account pass, and does not stop those who enforce the rest.
    public static KeyValuePair<string, string[]>? ReadRule(TableEntity row) =>
        row.GetString(nameof(Allowance.Subject)) is { Length: > 0 } subject
        && row.GetString(nameof(Allowance.Countries))?.Split(Separator) is { Length: > 0 } countries && Array.TrueForAll(countries, Place.IsCountry)
            ? KeyValuePair.Create(subject, countries)
            : null;
}
