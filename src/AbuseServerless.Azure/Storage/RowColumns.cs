using System.Text.Json;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Storage;

/// <summary>Columns that a row must have to be read, with a sentence where one is missing or of another type: edited by hand, damaged, or of a later version.</summary>
internal static class RowColumns
{
    /// <exception cref="FormatException">It is missing, or no text.</exception>
    public static string Text(this TableEntity row, string column) => row[column] as string ?? throw new FormatException($"{column} is missing, or no text.");

    /// <exception cref="FormatException">It is missing, or no time.</exception>
    public static DateTimeOffset Time(this TableEntity row, string column) => row[column] as DateTimeOffset? ?? throw new FormatException($"{column} is missing, or no time.");

    /// <exception cref="FormatException">It is there, and no text.</exception>
    public static string? TextIfAny(this TableEntity row, string column) => row[column] is var value && value is null or string ? (string?)value : throw new FormatException($"{column} is no text.");

    /// <exception cref="FormatException">It is there, and no time.</exception>
    public static DateTimeOffset? TimeIfAny(this TableEntity row, string column) => row[column] is var value && value is null or DateTimeOffset ? (DateTimeOffset?)value : throw new FormatException($"{column} is no time.");

    /// <exception cref="FormatException">It is missing, or no whole number of 32 bits.</exception>
    public static int Number(this TableEntity row, string column) => row.NumberIfAny(column) ?? throw new FormatException($"{column} is missing.");

    /// <exception cref="FormatException">It is there, and no whole number of 32 bits.</exception>
    public static int? NumberIfAny(this TableEntity row, string column) => row[column] is var value && value is null or int ? (int?)value : throw new FormatException($"{column} is no whole number of 32 bits.");

    /// <exception cref="FormatException">It is there, and no whole number of 64 bits.</exception>
    public static long? LongIfAny(this TableEntity row, string column) => row[column] is var value && value is null or long ? (long?)value : throw new FormatException($"{column} is no whole number of 64 bits.");

    /// <exception cref="FormatException">It is there, and neither true nor false.</exception>
    public static bool? TruthIfAny(this TableEntity row, string column) => row[column] is var value && value is null or bool ? (bool?)value : throw new FormatException($"{column} is neither true nor false.");

    /// <summary>What a text stands for.</summary>
    /// <exception cref="FormatException">It is missing, no text, or stands for nothing.</exception>
    public static T Parsed<T>(this TableEntity row, string column, Func<string, T> parse)
    {
        var text = row.Text(column);
        try
        {
            return parse(text) ?? throw new FormatException($"{column} says nothing.");
        }
        catch (Exception e) when (e is FormatException or ArgumentException or InvalidOperationException or JsonException or NotSupportedException or KeyNotFoundException or OverflowException)
        {
            throw new FormatException($"{column} cannot be read.", e);
        }
    }

    /// <summary>A value of an enumeration by its name.</summary>
    /// <exception cref="FormatException">It is missing, or not known to this version.</exception>
    public static T Known<T>(this TableEntity row, string column)
        where T : struct, Enum =>
        row.Text(column) is var name && Enum.TryParse<T>(name, out var known) && Enum.IsDefined(known) ? known : throw new FormatException($"{column} '{name}' is not known.");
}
