using Azure.Data.Tables;

namespace AbuseServerless.Azure.Storage;

/// <summary>Columns that a row must have to be read, with a sentence where one is missing or of another type: edited by hand, damaged, or of a later version.</summary>
internal static class RowColumns
{
    /// <exception cref="FormatException">It is missing, or no text.</exception>
    public static string Text(this TableEntity row, string column) => row[column] as string ?? throw new FormatException($"{column} is missing, or no text.");

    /// <exception cref="FormatException">It is missing, or no time.</exception>
    public static DateTimeOffset Time(this TableEntity row, string column) => row[column] as DateTimeOffset? ?? throw new FormatException($"{column} is missing, or no time.");

    /// <summary>A value of an enumeration by its name.</summary>
    /// <exception cref="FormatException">It is missing, or not known to this version.</exception>
    public static T Known<T>(this TableEntity row, string column)
        where T : struct, Enum =>
        row.Text(column) is var name && Enum.TryParse<T>(name, out var known) && Enum.IsDefined(known) ? known : throw new FormatException($"{column} '{name}' is not known.");
}
