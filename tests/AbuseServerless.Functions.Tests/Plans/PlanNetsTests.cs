using AbuseServerless.Accounts;
using AbuseServerless.Azure.Quotas;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Local.Stack;
using AbuseServerless.Quotas;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Functions.Tests.Plans;

/// <summary>The real worker judges an account by its plan: real HTTP, real Azurite, a change while it runs.</summary>
public sealed class PlanNetsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Three_countries_are_enough_for_an_account_of_a_strict_plan_and_ten_are_not_for_a_ship()
    {
        await using var stack = await Stacks.StartAsync(
            new LocalStackOptions { Settings = new Dictionary<string, string> { ["Enforcement:Mode"] = "Enforce", ["Nets:Countries:OnlyUnfamiliar"] = "false" } }, Cancellation);
        var tables = new Tables(StorageConnection.Open(stack.Storage));
        var (plans, audit) = (new PlanTable(tables, new AuditTable(tables)), new AuditTable(tables));
        await plans.SetAsync(Named("ship", "off"), [PlanPattern.Parse("*@ship.example")], Cancellation);
        await plans.SetAsync(Named("strict", "3"), [PlanPattern.Parse("*@campus.example")], Cancellation);
        using var server = new DovecotRequests(stack);
        foreach (var address in DovecotRequests.TenCountries)
        {
            await server.ReportAsync("mate@ship.example", address);
        }

        foreach (var address in DovecotRequests.TenCountries.Take(3))
        {
            await server.ReportAsync("student@campus.example", address);
        }

        await server.UntilAsync("student@campus.example", refused: true);

        // What came later of everybody was judged with what came of the ship before it: by its own account in any order.
        foreach (var address in DovecotRequests.TenCountries)
        {
            await server.ReportAsync("clerk@shore.example", address);
        }

        await server.UntilAsync("clerk@shore.example", refused: true);
        var entries = await audit.ReadAsync(null, Cancellation).ToListAsync(Cancellation);
        var student = entries.Find(entry => entry.Account == AccountName.Parse("student@campus.example"))!;
        Assert.Equal(("strict", 3L), (student.Decision!.Plan, student.Decision.Threshold));
        Assert.Null(entries.Find(entry => entry.Account == AccountName.Parse("clerk@shore.example"))!.Decision!.Plan);
        Assert.DoesNotContain(entries, entry => entry.Account == AccountName.Parse("mate@ship.example"));
    }

    private static Plan Named(string name, string suspend) => new(name)
    {
        Nets = Plan.NoNets.Add("Countries:Suspend", suspend).AddRange(
            new[] { "Countries:Watch", "Travel:Watch", "Familiarity:Suspend", "Familiarity:Watch", "Networks:Systems:Hour:Watch", "Networks:Prefixes:Hour:Watch", "Networks:Prefixes:Hour:Suspend" }.Select(net => KeyValuePair.Create(net, "off"))),
        By = "noc",
        Reason = "Test",
        Since = TimeProvider.System.GetUtcNow(),
    };
}
