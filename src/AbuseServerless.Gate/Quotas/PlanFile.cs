using System.Text.Json;
using AbuseServerless.Azure.Quotas;
using AbuseServerless.Files;
using AbuseServerless.Quotas;

namespace AbuseServerless.Gate.Quotas;

/// <summary>The plans on disk, so that a gate that starts while the cloud is away still knows them. Without the settings of nets, which gates do not need.</summary>
internal sealed class PlanFile(string folder)
{
    private readonly string _path = Path.Combine(folder, "plans.json");

    /// <summary>Reads what is on disk.</summary>
    /// <returns>Null where there is nothing.</returns>
    /// <exception cref="InvalidDataException">There is a file that cannot be read.</exception>
    public StoredPlans? Read()
    {
        try
        {
            return File.Exists(_path) && JsonSerializer.Deserialize<Content>(File.ReadAllBytes(_path)) is { Plans: { } plans, Given: { } given } && plans.All(plan => plan is { Name: not null, Limits: not null }) && given.Values.All(plan => plan is not null)
                ? new StoredPlans([.. plans.Select(ToPlan)], [.. given.Select(one => KeyValuePair.Create(PlanPattern.Parse(one.Key), one.Value))])
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException or ArgumentException)
        {
            // What is wrong in it may name an account.
            throw new InvalidDataException($"{_path} cannot be read ({e.GetType().Name}).");
        }
    }

    /// <summary>Replaces what is on disk.</summary>
    /// <exception cref="IOException">It cannot be written; the old one is as it was.</exception>
    public void Save(StoredPlans plans) => AtomicFile.Replace(
        _path,
        JsonSerializer.SerializeToUtf8Bytes(new Content(
            [.. plans.Plans.Select(plan => new Row(plan.Name, plan.Limits, plan.Answer?.Action, plan.By, plan.Reason, plan.Since))], plans.Given.DistinctBy(one => one.Key.Value).ToDictionary(one => one.Key.Value, one => one.Value))),
        durable: true);

    private static Plan ToPlan(Row row) => new(row.Name) { Limits = row.Limits, Answer = row.Answer is { } answer ? QuotaAnswer.Parse(answer) : null, By = row.By, Reason = row.Reason, Since = row.Since };

    private sealed record Content(Row[] Plans, Dictionary<string, string> Given);

    private sealed record Row(string Name, QuotaLimits Limits, string? Answer, string By, string Reason, DateTimeOffset Since);
}
