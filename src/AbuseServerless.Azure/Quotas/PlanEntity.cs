using System.Text.Json;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Quotas;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Quotas;

/// <summary>A plan as a row, and back; and whom it is for.</summary>
internal static class PlanEntity
{
    public const string Partition = "plans";

    /// <summary>Key of the row that is another one whenever something changed.</summary>
    public const string VersionKey = "version";

    private const string PlanPrefix = "p:";
    private const string GivenPrefix = "f:";
    private const string For = nameof(For);

    public static string KeyOf(string name) => PlanPrefix + name;

    public static string KeyOf(PlanPattern pattern) => GivenPrefix + TableKey.OfText(pattern.Value);

    public static bool IsPlan(TableEntity row) => row.RowKey.StartsWith(PlanPrefix, StringComparison.Ordinal);

    public static bool IsGiven(TableEntity row) => row.RowKey.StartsWith(GivenPrefix, StringComparison.Ordinal);

    public static TableEntity Version() => new(Partition, VersionKey) { [nameof(Version)] = Guid.NewGuid().ToString("N") };

    public static string? ReadVersion(TableEntity row) => row.GetString(nameof(Version));

    public static TableEntity Write(Plan plan) => new(Partition, KeyOf(plan.Name))
    {
        [nameof(Plan.Name)] = plan.Name,
        [nameof(QuotaLimits.MessagesPerHour)] = plan.Limits.MessagesPerHour,
        [nameof(QuotaLimits.MessagesPerDay)] = plan.Limits.MessagesPerDay,
        [nameof(QuotaLimits.RecipientsPerHour)] = plan.Limits.RecipientsPerHour,
        [nameof(QuotaLimits.RecipientsPerDay)] = plan.Limits.RecipientsPerDay,
        [nameof(QuotaLimits.DomainsPerHour)] = plan.Limits.DomainsPerHour,
        [nameof(QuotaLimits.DomainsPerDay)] = plan.Limits.DomainsPerDay,
        [nameof(QuotaLimits.ClientsPer5Minutes)] = plan.Limits.ClientsPer5Minutes,
        [nameof(Plan.Answer)] = plan.Answer?.Action,
        [nameof(Plan.Nets)] = plan.Nets.IsEmpty ? null : JsonSerializer.Serialize(plan.Nets),
        [nameof(Plan.By)] = plan.By,
        [nameof(Plan.Reason)] = plan.Reason,
        [nameof(Plan.Since)] = plan.Since,
    };

    public static Plan Read(TableEntity row) => new(row.GetString(nameof(Plan.Name)))
    {
        Limits = new QuotaLimits
        {
            MessagesPerHour = row.GetInt32(nameof(QuotaLimits.MessagesPerHour)),
            MessagesPerDay = row.GetInt32(nameof(QuotaLimits.MessagesPerDay)),
            RecipientsPerHour = row.GetInt32(nameof(QuotaLimits.RecipientsPerHour)),
            RecipientsPerDay = row.GetInt32(nameof(QuotaLimits.RecipientsPerDay)),
            DomainsPerHour = row.GetInt32(nameof(QuotaLimits.DomainsPerHour)),
            DomainsPerDay = row.GetInt32(nameof(QuotaLimits.DomainsPerDay)),
            ClientsPer5Minutes = row.GetInt32(nameof(QuotaLimits.ClientsPer5Minutes)),
        },
        Answer = row.GetString(nameof(Plan.Answer)) is { } answer ? QuotaAnswer.Parse(answer) : null,
        Nets = row.GetString(nameof(Plan.Nets)) is { } nets ? ReadNets(nets) : Plan.NoNets,
        By = row.GetString(nameof(Plan.By)),
        Reason = row.GetString(nameof(Plan.Reason)),
        Since = row.GetDateTimeOffset(nameof(Plan.Since))!.Value,
    };

    public static TableEntity Write(PlanPattern pattern, string plan) => new(Partition, KeyOf(pattern)) { [For] = pattern.Value, [nameof(Plan)] = plan };

    public static KeyValuePair<PlanPattern, string> ReadGiven(TableEntity row)
    {
        var given = KeyValuePair.Create(PlanPattern.Parse(row.GetString(For)), row.GetString(nameof(Plan)) ?? throw new FormatException("It names no plan."));
        return KeyOf(given.Key) == row.RowKey ? given : throw new FormatException("Its key is that of another one.");
    }

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, string> ReadNets(string text)
    {
        try
        {
            return Plan.NoNets.SetItems(JsonSerializer.Deserialize<Dictionary<string, string>>(text) ?? []);
        }
        catch (JsonException e)
        {
            throw new FormatException("The settings of nets of a plan are damaged.", e);
        }
    }
}
