using System.Diagnostics.Metrics;
using AbuseServerless.Telemetry;
using Azure.Core;
using Azure.Core.Pipeline;

namespace AbuseServerless.Azure.Storage;

/// <summary>
/// Counts what this process asks of Table Storage, where requests leave it: meter <see cref="MeterName"/>, to be read with
/// <c>dotnet-counters</c> or OpenTelemetry.
/// </summary>
/// <remarks>
/// <para><see cref="Transactions"/>: requests, as the service bills them; an entity-group transaction is one, and each retry is another.
/// Tags: <c>operation</c> = <c>read</c> or <c>write</c>; <c>outcome</c> = <c>success</c>, <c>conflict</c> (409, 412), <c>missing</c> (404), <c>throttled</c> (429, 503) or
/// <c>failed</c>.</para>
/// <para><see cref="Entities"/>: rows written or deleted. <see cref="Conflicts"/>: requests that were not carried out because a row was no longer, or already, there or had
/// another ETag.</para>
/// </remarks>
public sealed class StorageMetrics : HttpPipelinePolicy
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = Instrumentation.Name;

    /// <summary>Counter of requests.</summary>
    public const string Transactions = "abuseserverless.storage.transactions";

    /// <summary>Counter of rows written or deleted.</summary>
    public const string Entities = "abuseserverless.storage.entities";

    /// <summary>Counter of requests that met a row in another state than expected.</summary>
    public const string Conflicts = "abuseserverless.storage.conflicts";

    private static readonly Meter Meter = new(MeterName);
    private static readonly Counter<long> TransactionCounter = Meter.CreateCounter<long>(Transactions, "{request}", "Requests to Table Storage.");
    private static readonly Counter<long> EntityCounter = Meter.CreateCounter<long>(Entities, "{row}", "Rows written or deleted.");
    private static readonly Counter<long> ConflictCounter = Meter.CreateCounter<long>(Conflicts, "{request}", "Requests refused because of a row's state.");

    /// <inheritdoc/>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            ProcessNext(message, pipeline);
        }
        finally
        {
            Count(message);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        try
        {
            await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
        }
        finally
        {
            Count(message);
        }
    }

    private static void Count(HttpMessage message)
    {
        var request = StorageRequest.Of(message);
        TransactionCounter.Add(1, new("operation", request.IsWrite ? "write" : "read"), new("outcome", request.Outcome));
        if (request.Outcome == StorageRequest.Conflict)
        {
            ConflictCounter.Add(1);
        }

        if (request.Rows > 0)
        {
            EntityCounter.Add(request.Rows);
        }
    }
}
