using AbuseServerless.Azure.Storage;
using AbuseServerless.StorageLimits;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.AspNetCore.WebUtilities;

namespace AbuseServerless.Azure.Tests.Storage;

/// <summary>Refuses each query that is no range of keys of one partition, unless it belongs to a sweep that is named here: Azurite answers all at once, Table Storage walks the rows.</summary>
internal sealed class NoWalks : HttpPipelineSynchronousPolicy
{
    /// <summary>The sweeps, with who asks and how often.</summary>
    public static IReadOnlyDictionary<string, string> Sweeps { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["accounts by name"] = "an operator, by the beginning of a name",
        ["active suspensions"] = "each worker and gate when it starts, and every hour",
        ["audit log"] = "an operator",
        ["backup"] = "an operator",
        ["counts of a day"] = "SummariseDay, for a day that has changed",
        ["dead letters"] = "an operator, and the report",
        ["expired rows"] = "PurgeExpired, every hour",
        ["imported logs"] = "an operator",
        ["news"] = "each worker and gate every second, from a key on in the partition of the day",
        ["partitions of a day"] = "SummariseDay, one row for each partition of the hub",
        ["statistics of days"] = "an operator, and the report",
        ["suspensions"] = "an operator, and the report",
        ["transitions"] = "an operator, and SummariseDay for one day",
        ["usage of all accounts"] = "an operator",
    };

    public override void OnSendingRequest(HttpMessage message)
    {
        var uri = message.Request.Uri.ToUri();
        if (message.Request.Method != RequestMethod.Get || !uri.AbsolutePath.EndsWith("()", StringComparison.Ordinal))
        {
            return;
        }

        var filter = KeyFilter.Parse(QueryHelpers.ParseQuery(uri.Query).GetValueOrDefault("$filter").ToString());
        var sweep = message.TryGetProperty(Tables.Sweep, out var name) ? name as string : null;
        if (sweep is null ? filter is not { Partition: not null, IsWhole: true } : !Sweeps.ContainsKey(sweep))
        {
            throw new InvalidOperationException($"A query walks rows, and is no sweep that {nameof(NoWalks)} names ({sweep}): {uri.AbsolutePath} {filter.Text}");
        }
    }
}
