using System.Globalization;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Reputation;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Reputation;

/// <summary>Where a provider's reputation stands as a row beside the suspensions, whose partition is that of the notifications: both change in one transaction.</summary>
internal static class ReputationEntity
{
    private const string Prefix = "r:";

    /// <summary>Filter for all of them.</summary>
    public static string All => TableClient.CreateQueryFilter($"PartitionKey eq {SuspensionEntity.Partition} and RowKey ge {Prefix} and RowKey lt {TableKey.End(Prefix)}");

    public static string RowKey(string provider) => Prefix + TableKey.OfText(provider);

    /// <summary>Whether a row is one, and none of a suspension.</summary>
    public static bool IsOne(TableEntity row) => row.ContainsKey(nameof(ReputationChange.Provider));

    public static TableEntity Write(ReputationChange change, string rowKey) => new(SuspensionEntity.Partition, rowKey)
    {
        [nameof(ReputationChange.Provider)] = change.Provider,
        [nameof(ReputationChange.Standing)] = change.Standing.ToString(),
        [nameof(ReputationChange.Number)] = change.Number,
        [nameof(ReputationChange.Since)] = change.Since,
        [nameof(ReputationChange.Day)] = change.Day.ToString("O", CultureInfo.InvariantCulture),
        [nameof(ReputationChange.Attempts)] = change.Attempts,
        [nameof(ReputationChange.Refused)] = change.Refused,
        [nameof(ReputationChange.Threshold)] = change.Threshold,
        [nameof(ReputationChange.Historical)] = change.Historical,
    };

    public static ReputationChange Read(TableEntity row) => new(
        row.GetString(nameof(ReputationChange.Provider)),
        Enum.Parse<ReputationStanding>(row.GetString(nameof(ReputationChange.Standing))),
        row.GetInt32(nameof(ReputationChange.Number))!.Value,
        row.GetDateTimeOffset(nameof(ReputationChange.Since))!.Value,
        DateOnly.ParseExact(row.GetString(nameof(ReputationChange.Day)), "O", CultureInfo.InvariantCulture),
        row.GetInt64(nameof(ReputationChange.Attempts))!.Value,
        row.GetInt64(nameof(ReputationChange.Refused))!.Value,
        row.GetDouble(nameof(ReputationChange.Threshold))!.Value)
    {
        Historical = row.GetBoolean(nameof(ReputationChange.Historical)) ?? false,
    };
}
