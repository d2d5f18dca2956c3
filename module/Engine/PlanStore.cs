using System.Globalization;
using AbuseServerless.Azure.Quotas;
using AbuseServerless.PowerShell.Boundary;
using AbuseServerless.Quotas;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>The plans of an installation, as the cmdlets ask for them.</summary>
internal sealed class PlanStore(PlanTable table, TimeProvider time)
{
    public async Task<GeoPlans> ReadAsync(CancellationToken cancellationToken)
    {
        var stored = await table.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new([.. stored.Plans.OrderBy(plan => plan.Name, StringComparer.Ordinal).Select(plan => Output(plan, stored))], PlanFaults.Of(stored));
    }

    /// <summary>The plan that applies to an account, and what is wrong with those that would.</summary>
    public async Task<GeoPlans> FindAsync(string account, CancellationToken cancellationToken)
    {
        var name = Accounts.Parse(account);
        var stored = await table.ReadAsync(cancellationToken).ConfigureAwait(false);
        var wrong = PlanFaults.Of(stored with { Given = [.. stored.Given.Where(given => given.Key.Matches(name))], Unreadable = [] });
        return new(new PlanSet(stored.Plans, stored.Given).Find(name) is { } plan ? [Output(plan, stored)] : [], wrong);
    }

    public async Task<GeoPlan> SetAsync(GeoPlan plan, CancellationToken cancellationToken)
    {
        var set = Parse(plan);
        return Output(set, await table.SetAsync(set, [.. plan.For.Select(Pattern)], cancellationToken).ConfigureAwait(false));
    }

    public async Task<(bool Removed, GeoPlan? Plan)> RemoveAsync(string name, IReadOnlyCollection<string> from, string by, string reason, CancellationToken cancellationToken)
    {
        PlanPattern[] patterns = [.. from.Select(Pattern)];
        var stored = await table.ReadAsync(cancellationToken).ConfigureAwait(false);
        var standing = stored.Plans.FirstOrDefault(plan => plan.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return (await table.RemoveAsync(name, patterns, Now(), by, reason, cancellationToken).ConfigureAwait(false), standing is null ? null : Output(standing, stored));
    }

    /// <summary>All plans, ready to be asked.</summary>
    public async Task<PlanSet> SetAsync(CancellationToken cancellationToken) =>
        await table.ReadAsync(cancellationToken).ConfigureAwait(false) is var stored ? new PlanSet(stored.Plans, stored.Given) : PlanSet.Empty;

    private DateTimeOffset Now() => time.GetUtcNow().ToWholeMilliseconds();

    private Plan Parse(GeoPlan plan)
    {
        try
        {
            return new Plan(plan.Name)
            {
                Limits = new QuotaLimits
                {
                    MessagesPerHour = plan.MessagesPerHour,
                    MessagesPerDay = plan.MessagesPerDay,
                    RecipientsPerHour = plan.RecipientsPerHour,
                    RecipientsPerDay = plan.RecipientsPerDay,
                    DomainsPerHour = plan.DomainsPerHour,
                    DomainsPerDay = plan.DomainsPerDay,
                    ClientsPer5Minutes = plan.ClientsPer5Minutes,
                },
                Answer = string.IsNullOrEmpty(plan.Answer) ? null : QuotaAnswer.Parse(plan.Answer),
                Nets = NetSettings.Parse(plan.Nets),
                By = plan.By,
                Reason = plan.Reason,
                Since = Now(),
            };
        }
        catch (FormatException e)
        {
            throw new EngineException(EngineFault.BadPlan, e.Message, e);
        }
        catch (ArgumentOutOfRangeException e)
        {
            var most = e.ParamName == nameof(QuotaLimits.ClientsPer5Minutes) ? QuotaLimits.MaximumClients
                : e.ParamName!.StartsWith(nameof(QuotaMeasure.Domains), StringComparison.Ordinal) ? QuotaLimits.MaximumDomains : QuotaLimits.Maximum;
            throw new EngineException(EngineFault.BadPlan, string.Create(CultureInfo.InvariantCulture, $"-{e.ParamName} is {e.ActualValue}; it must be 0 to {most:N0}."), e);
        }
    }

    private static PlanPattern Pattern(string text)
    {
        try
        {
            return PlanPattern.Parse(text);
        }
        catch (FormatException e)
        {
            throw new EngineException(EngineFault.BadPlan, $"-For: {e.Message}", e);
        }
    }

    private static GeoPlan Output(Plan plan, StoredPlans stored) => Output(plan, stored.Given.Where(given => given.Value == plan.Name).Select(given => given.Key));

    private static GeoPlan Output(Plan plan, IEnumerable<PlanPattern> given) => new()
    {
        Name = plan.Name,
        For = [.. given.Select(pattern => pattern.Value).Order(StringComparer.Ordinal)],
        MessagesPerHour = plan.Limits.MessagesPerHour,
        MessagesPerDay = plan.Limits.MessagesPerDay,
        RecipientsPerHour = plan.Limits.RecipientsPerHour,
        RecipientsPerDay = plan.Limits.RecipientsPerDay,
        DomainsPerHour = plan.Limits.DomainsPerHour,
        DomainsPerDay = plan.Limits.DomainsPerDay,
        ClientsPer5Minutes = plan.Limits.ClientsPer5Minutes,
        Answer = plan.Answer?.Action,
        Nets = [.. plan.Nets.Select(net => $"{net.Key}={net.Value}")],
        By = plan.By,
        Reason = plan.Reason,
        Since = plan.Since,
    };
}
