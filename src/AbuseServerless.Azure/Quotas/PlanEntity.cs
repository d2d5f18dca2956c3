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

    public static bool IsPlan(TableEntity row) => PlanOf(row.RowKey) is not null;

    /// <summary>The plan whose key it is; null where it is none's.</summary>
    public static string? PlanOf(string key) => key.StartsWith(PlanPrefix, StringComparison.Ordinal) ? key[PlanPrefix.Length..] : null;

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

    /// <exception cref="FormatException">The row is no plan.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is none.</exception>
    public static Plan Read(TableEntity row)
    {
        var plan = new Plan(Text(row, nameof(Plan.Name)) ?? throw new FormatException("Name is missing."))
        {
            Limits = new QuotaLimits
            {
                MessagesPerHour = Number(row, nameof(QuotaLimits.MessagesPerHour)),
                MessagesPerDay = Number(row, nameof(QuotaLimits.MessagesPerDay)),
                RecipientsPerHour = Number(row, nameof(QuotaLimits.RecipientsPerHour)),
                RecipientsPerDay = Number(row, nameof(QuotaLimits.RecipientsPerDay)),
                DomainsPerHour = Number(row, nameof(QuotaLimits.DomainsPerHour)),
                DomainsPerDay = Number(row, nameof(QuotaLimits.DomainsPerDay)),
                ClientsPer5Minutes = Number(row, nameof(QuotaLimits.ClientsPer5Minutes)),
            },
            Answer = Text(row, nameof(Plan.Answer)) is { } answer ? QuotaAnswer.Parse(answer) : null,
            Nets = Text(row, nameof(Plan.Nets)) is { } nets ? ReadNets(nets) : Plan.NoNets,
            By = Text(row, nameof(Plan.By)) ?? "",
            Reason = Text(row, nameof(Plan.Reason)) ?? "",
            Since = row[nameof(Plan.Since)] as DateTimeOffset? ?? throw new FormatException("Since is missing, or no time."),
        };
        return KeyOf(plan.Name) == row.RowKey ? plan : throw new FormatException($"Its name is {plan.Name}, which is not the one in its key.");
    }

    public static TableEntity Write(PlanPattern pattern, string plan) => new(Partition, KeyOf(pattern)) { [For] = pattern.Value, [nameof(Plan)] = plan };

    /// <exception cref="FormatException">The row does not say who has which plan.</exception>
    public static KeyValuePair<PlanPattern, string> ReadGiven(TableEntity row)
    {
        var given = KeyValuePair.Create(
            PlanPattern.Parse(Text(row, For) ?? throw new FormatException("For is missing.")), Text(row, nameof(Plan)) ?? throw new FormatException("Plan is missing: it names no plan."));
        return KeyOf(given.Key) == row.RowKey ? given : throw new FormatException("For is not the account, domain or wildcard in its key.");
    }

    private static string? Text(TableEntity row, string column) => row[column] switch
    {
        null => null,
        string text => text,
        _ => throw new FormatException($"{column} is no text."),
    };

    private static int? Number(TableEntity row, string column) => row[column] switch
    {
        null => null,
        int number => number,
        _ => throw new FormatException($"{column} is no number of type Int32."),
    };

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
