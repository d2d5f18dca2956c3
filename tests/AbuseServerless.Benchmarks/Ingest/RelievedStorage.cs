namespace AbuseServerless.Benchmarks.Ingest;

/// <summary>
/// Azurite with one method of LokiJS replaced (relieved-storage.cjs beside this file). LokiJS looks for an updated row in each of its indices from the first entry on, so
/// that an update takes the longer the more rows there are; here an update leaves the indices of keys alone, which it does not change. Nothing else differs.
/// </summary>
internal static class RelievedStorage
{
    public const string Description = "Azurite in memory, updates do not search its indices (not the stock Azurite)";

    /// <summary>For Azurites that this process starts from now on.</summary>
    public static void Apply() =>
        Environment.SetEnvironmentVariable("NODE_OPTIONS", $"--require \"{Path.Combine(AppContext.BaseDirectory, "Ingest", "relieved-storage.cjs")}\"");
}
