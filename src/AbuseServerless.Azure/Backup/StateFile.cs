using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Backup;

/// <summary>
/// The file of a backup: JSON Lines in UTF-8. The first line says what it is; each further one is a row with its table, keys and values; the last one counts the rows, so that a file that was cut off is told
/// apart from a whole one.
/// </summary>
/// <remarks>A text, a truth value and a whole number of 32 bits stand as they are; other values are an object of their type and their text, as in <c>{"time":"2026-11-24T01:00:00.0000000+00:00"}</c>.</remarks>
internal static class StateFile
{
    public const int Version = 1;

    private const string Format = "abuseserverless-state";
    private const string Time = "time";
    private const string Int64 = "int64";
    private const string Double = "double";
    private const string Binary = "binary";

    public static string Header(DateTimeOffset time, Uri from) =>
        new JsonObject { ["format"] = Format, ["version"] = Version, ["exported"] = time.ToString("O", CultureInfo.InvariantCulture), ["from"] = from.ToString() }.ToJsonString();

    public static string Trailer(long rows) => new JsonObject { ["rows"] = rows }.ToJsonString();

    /// <exception cref="FormatException">A column is of a type that the product does not use.</exception>
    public static string Write(string table, TableEntity row)
    {
        var values = new JsonObject();
        foreach (var (name, value) in row.Where(column => column.Value is not null && !IsSystem(column.Key)).OrderBy(column => column.Key, StringComparer.Ordinal))
        {
            values[name] = Write(value) ?? throw new FormatException($"{name} is of type {value.GetType().Name}, which no column has.");
        }

        return new JsonObject { ["table"] = table, ["partition"] = row.PartitionKey, ["row"] = row.RowKey, ["values"] = values }.ToJsonString();
    }

    /// <summary>The rows of a file, in its order.</summary>
    /// <exception cref="InvalidDataException">It is not a backup, has a later version, is truncated or is damaged; the text names the line.</exception>
    public static async IAsyncEnumerable<StateRow> ReadAsync(Stream file, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(file, leaveOpen: true);
        CheckHeader(await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false));
        var number = 1L;
        long? counted = null;
        while (await reader.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            number++;
            if (counted is not null)
            {
                throw new InvalidDataException($"Line {number} comes after the last line of the backup.");
            }

            var json = TryParse(line) ?? throw new InvalidDataException($"Line {number} of the backup is damaged.");
            if (json["table"] is null && json["rows"] is { } rows)
            {
                counted = rows is JsonValue total && total.TryGetValue<long>(out var sum) ? sum : throw new InvalidDataException($"Line {number} of the backup is damaged.");
                continue;
            }

            yield return Row(json, number);
        }

        if (counted != number - 2)
        {
            throw new InvalidDataException(counted is null ? "The backup is truncated: its last line is missing." : $"The backup should have {Quantity.Of(counted.Value, "row")}, but has {number - 2}.");
        }
    }

    private static void CheckHeader(string? line)
    {
        var header = line is null ? null : TryParse(line);
        if (header?["format"] is not JsonValue format || !format.TryGetValue<string>(out var name) || name != Format)
        {
            throw new InvalidDataException("The file is not a backup from Export-GeoState.");
        }

        if (header["version"] is not JsonValue version || !version.TryGetValue<int>(out var number) || number is < 1 or > Version)
        {
            throw new InvalidDataException($"The backup has version {header["version"]}; this program reads version {Version}.");
        }
    }

    private static StateRow Row(JsonObject json, long number)
    {
        var row = new TableEntity(Text("partition"), Text("row"));
        var fault = Text("table") is null ? "table is missing, or no text." : row.PartitionKey is null ? "partition is missing, or no text." : row.RowKey is null ? "row is missing, or no text." : null;
        if (json["values"] is not JsonObject values)
        {
            return new StateRow(Text("table") ?? "", row, number) { Fault = fault ?? "values is missing, or no object." };
        }

        foreach (var (name, value) in values)
        {
            try
            {
                row[name] = Read(value!);
            }
            catch (Exception e) when (e is InvalidOperationException or FormatException or OverflowException or ArgumentNullException or NullReferenceException)
            {
                fault ??= $"{name} cannot be read.";
            }
        }

        return new StateRow(Text("table") ?? "", row, number) { Fault = fault };

        string? Text(string name) => json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
    }

    private static JsonNode? Write(object value) => value switch
    {
        string text => text,
        bool truth => truth,
        int number => number,
        long number => new JsonObject { [Int64] = number.ToString(CultureInfo.InvariantCulture) },
        double number => new JsonObject { [Double] = number.ToString("R", CultureInfo.InvariantCulture) },
        DateTimeOffset time => new JsonObject { [Time] = time.ToString("O", CultureInfo.InvariantCulture) },
        DateTime time => new JsonObject { [Time] = time.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture) },
        byte[] bytes => new JsonObject { [Binary] = Convert.ToBase64String(bytes) },
        _ => null,
    };

    private static object Read(JsonNode value)
    {
        if (value is JsonObject typed)
        {
            var (type, node) = typed.Single();
            var text = (string)node!;
            return type switch
            {
                Time => DateTimeOffset.ParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
                Int64 => long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
                Double => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
                Binary => Convert.FromBase64String(text),
                _ => throw new FormatException($"Unknown type '{type}'."),
            };
        }

        return value.GetValueKind() switch
        {
            JsonValueKind.String => (string)value!,
            JsonValueKind.True or JsonValueKind.False => (bool)value,
            JsonValueKind.Number => (int)value,
            _ => throw new FormatException("Not the value of a row."),
        };
    }

    private static JsonObject? TryParse(string line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsSystem(string name) => name is "PartitionKey" or "RowKey" or "Timestamp" or "odata.etag" or "odata.metadata";
}

/// <summary>A row of a backup.</summary>
/// <param name="Table">The table that it is of.</param>
/// <param name="Entity">Its keys and values.</param>
/// <param name="Line">Its line in the file, from 1.</param>
internal sealed record StateRow(string Table, TableEntity Entity, long Line)
{
    /// <summary>What of the line is no row, in a sentence; null where it is one.</summary>
    public string? Fault { get; init; }
}
