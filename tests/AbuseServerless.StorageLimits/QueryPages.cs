using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace AbuseServerless.StorageLimits;

/// <summary>Answers queries a page at a time. A page ends where so many rows were walked, whether or not any of them is answered.</summary>
internal sealed class QueryPages(TableServiceClient storage, TableLimits limits, TrafficMeter meter, Func<HttpContext, string, Task> forward)
{
    private const string Header = "x-ms-continuation-";
    private const string NextPartition = "NextPartitionKey";
    private const string NextRow = "NextRowKey";
    private const string Top = "$top";

    // Marks a token whose empty page was answered.
    private const char Been = '!';

    /// <summary>Answers a page.</summary>
    public async Task AnswerAsync(HttpContext context, TableRequest request)
    {
        var query = QueryHelpers.ParseQuery(context.Request.QueryString.Value);
        var next = query.GetValueOrDefault(NextPartition).ToString();
        if (next.StartsWith(Been))
        {
            Set(query, NextPartition, next[1..]);
        }
        else if (limits.PageIsEmpty())
        {
            await AnswerNothingAsync(context, request, next, query.GetValueOrDefault(NextRow));
            return;
        }

        var (filter, most) = (request.Filter!, Math.Min(limits.PageRows(), TableLimits.MaximumRowsOfPage));
        var asked = query.TryGetValue(Top, out var top) ? int.Parse(top!, CultureInfo.InvariantCulture) : most;
        var (walked, end) = request.Operation == TableOperation.KeyRange ? ([], null) : await WalkAsync(request.Table, filter, query, filter.IsWhole ? Math.Min(asked, most) : most, context.RequestAborted);
        if (end is null)
        {
            Set(query, Top, Math.Min(asked, request.Operation == TableOperation.KeyRange ? most : TableLimits.MaximumRowsOfPage).ToString(CultureInfo.InvariantCulture));
        }
        else
        {
            Set(query, "$filter", filter.UpTo(walked[^1].PartitionKey, walked[^1].RowKey));
        }

        using var body = new MemoryStream();
        var answered = await ForwardAsync(context, query, end, body);
        meter.Charge(request, request.Operation == TableOperation.KeyRange ? [.. Enumerable.Repeat(request.Partition!, answered)] : [.. walked.Select(row => row.PartitionKey)], answered);
        await Task.Delay(limits.Latency(request.Operation, Math.Max(walked.Count, answered)), context.RequestAborted);
        await body.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private async Task AnswerNothingAsync(HttpContext context, TableRequest request, string partition, string? row)
    {
        meter.EmptyPage();
        meter.Charge(request, [], 0);
        context.Response.Headers[Header + NextPartition] = Been + partition;
        if (!string.IsNullOrEmpty(row))
        {
            context.Response.Headers[Header + NextRow] = row;
        }

        await context.Response.WriteAsJsonAsync(new { value = Array.Empty<object>() }, context.RequestAborted);
    }

    // The rows that the service would go by, and where it would go on.
    private async Task<(IReadOnlyList<TableEntity> Rows, string? Next)> WalkAsync(string table, KeyFilter filter, Dictionary<string, StringValues> query, int most, CancellationToken cancellationToken)
    {
        var token = query.TryGetValue(NextPartition, out var partition) ? $"{partition} {query.GetValueOrDefault(NextRow)}" : null;
        var pages = storage.GetTableClient(table).QueryAsync<TableEntity>(filter.Keys.Length == 0 ? null : filter.Keys, most, [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)], cancellationToken).AsPages(token);
        try
        {
            return await pages.FirstOrDefaultAsync(cancellationToken) is { } page ? (page.Values, page.ContinuationToken) : ([], null);
        }
        catch (RequestFailedException e) when (e.Status == StatusCodes.Status404NotFound)
        {
            // No such table, as the answer to the query will tell.
            return ([], null);
        }
    }

    // Where the storage itself ends the page before that end, it goes on there.
    private async Task<int> ForwardAsync(HttpContext context, Dictionary<string, StringValues> query, string? end, MemoryStream body)
    {
        var (response, answer) = (context.Response, context.Response.Body);
        response.Body = body;
        await forward(context, context.Request.PathBase + context.Request.Path.ToUriComponent() + QueryString.Create(query));
        response.Body = answer;
        if (end is not null && response.StatusCode == StatusCodes.Status200OK && !response.Headers.ContainsKey(Header + NextPartition))
        {
            var keys = end.Split(' ');
            (response.Headers[Header + NextPartition], response.Headers[Header + NextRow]) = (keys[0], keys[1]);
        }

        body.Position = 0;
        return response.StatusCode == StatusCodes.Status200OK ? JsonDocument.Parse(body.GetBuffer().AsMemory(0, (int)body.Length)).RootElement.GetProperty("value").GetArrayLength() : 0;
    }

    private static void Set(Dictionary<string, StringValues> query, string name, string value)
    {
        if (value.Length == 0)
        {
            query.Remove(name);
        }
        else
        {
            query[name] = value;
        }
    }
}
