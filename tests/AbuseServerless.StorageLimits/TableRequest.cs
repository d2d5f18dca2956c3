using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace AbuseServerless.StorageLimits;

/// <summary>A request to Table Storage.</summary>
/// <param name="Operation">What it asks for.</param>
/// <param name="Table">The table; empty where it is about tables.</param>
/// <param name="Partition">The partition; null where a query names none.</param>
/// <param name="Rows">Rows that are read or written, as far as the request tells: 1 for a query.</param>
public sealed partial record TableRequest(TableOperation Operation, string Table, string? Partition, int Rows)
{
    /// <summary>Whether it changes a row.</summary>
    public bool IsWrite => Operation is TableOperation.Write or TableOperation.Transaction;

    /// <summary>The client's number of the request, the same for each attempt.</summary>
    public string Id { get; private init; } = "";

    /// <summary>What a query looks for.</summary>
    internal KeyFilter? Filter { get; private init; }

    /// <summary>Reads a request and leaves its body to be read again.</summary>
    internal static async Task<TableRequest> ReadAsync(HttpRequest request)
    {
        request.EnableBuffering(8 * 1024 * 1024);
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        request.Body.Position = 0;

        // /ACCOUNT/REST
        var rest = request.Path.Value!.Split('/', 3)[^1];
        var read = rest == "$batch" ? OfTransaction(Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length)) : Of(request, rest, body.ToArray());
        return read with { Id = request.Headers["x-ms-client-request-id"].ToString() };
    }

    private static TableRequest Of(HttpRequest request, string rest, byte[] body)
    {
        var (table, partition) = ReadTarget(rest);
        if (table.StartsWith("Tables", StringComparison.Ordinal) || table.Length == 0)
        {
            return new(TableOperation.Tables, "", null, 1);
        }

        if (!HttpMethods.IsGet(request.Method))
        {
            return new(TableOperation.Write, table, partition ?? JsonDocument.Parse(body).RootElement.GetProperty("PartitionKey").GetString(), 1);
        }

        if (partition is not null)
        {
            return new(TableOperation.PointRead, table, partition, 1);
        }

        var filter = KeyFilter.Parse(request.Query["$filter"].ToString());
        return new(filter.IsRange ? TableOperation.KeyRange : TableOperation.Walk, table, filter.Partition, 1) { Filter = filter };
    }

    private static TableRequest OfTransaction(string body)
    {
        var first = FirstRow().Match(body);
        var (table, partition) = ReadTarget(Uri.UnescapeDataString(first.Groups["target"].Value));
        partition ??= JsonSerializer.Deserialize<string>(InsertedPartition().Match(body).Groups["key"].Value);
        return new(TableOperation.Transaction, table, partition, body.AsSpan().Count(" HTTP/1.1\r\n"));
    }

    private static (string Table, string? Partition) ReadTarget(string target)
    {
        var match = Target().Match(target);
        return (match.Groups["table"].Value, match.Groups["key"] is { Success: true } key ? key.Value.Replace("''", "'", StringComparison.Ordinal) : null);
    }

    [GeneratedRegex(@"^(?<table>\w*)(\(\)|\(PartitionKey='(?<key>([^']|'')*)',RowKey=.*\))?$", RegexOptions.ExplicitCapture | RegexOptions.Singleline)]
    private static partial Regex Target();

    [GeneratedRegex(@"\r\n[A-Z]+ https?://[^/]+/[^/]+/(?<target>[^ ?]+)[^\r]* HTTP/1\.1\r\n", RegexOptions.ExplicitCapture)]
    private static partial Regex FirstRow();

    [GeneratedRegex("""
        "PartitionKey":\s*(?<key>"([^"\\]|\\.)*")
        """, RegexOptions.ExplicitCapture)]
    private static partial Regex InsertedPartition();
}
