namespace AbuseServerless.StorageLimits;

/// <summary>The queries for which Table Storage walks more rows than it answers, and which are worth it: few, rare, and none for each event or login. Any other is a fault.</summary>
public static class NamedSweeps
{
    /// <summary>Their names, with who asks and how often.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
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

    /// <summary>The sweep that a query belongs to, by the client's number of the request; null where that names none.</summary>
    internal static string? Of(string requestId) => requestId.LastIndexOf('/') is >= 0 and var end ? requestId[..end] : null;

    /// <summary>What is wrong with a query; null where nothing is.</summary>
    internal static string? FaultOf(KeyFilter filter, string requestId)
    {
        var sweep = Of(requestId);
        return (sweep is null ? filter.IsRange : All.ContainsKey(sweep)) ? null : $"A query walks rows, and is no sweep that {nameof(NamedSweeps)} names ({sweep}): {filter.Text}";
    }
}
