using AbuseServerless.Accounts;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Quotas;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Azure.Tests.Telemetry;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Rate;
using AbuseServerless.Quotas;
using AbuseServerless.Suspensions;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Azure.Tests.Activity;

/// <summary>Workers judge an account by its plan's settings of the nets, on a real Azurite.</summary>
public sealed class PlanNetsTests
{
    private static readonly IConfiguration Defaults = new ConfigurationBuilder().Build();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ship_is_suspended_at_the_threshold_of_its_plan_and_the_decision_says_so()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString, plans: Defaults);
        await SetAsync(
            worker,
            "ship",
            "*@ship.example",
            [("Countries:Suspend", "20"), .. new[] { "Countries:Watch", "Familiarity:Watch", "Familiarity:Suspend", "Networks:Systems:Hour:Watch", "Networks:Prefixes:Hour:Watch", "Networks:Prefixes:Hour:Suspend" }.Select(net => (net, "off"))]);
        await worker.Processor.ProcessAsync(Worker.Batch([.. Tour("mate@ship.example", 1, 19), .. Tour("clerk@shore.example", 1, 19)]), Cancellation);

        Assert.Null(await FindAsync(worker, "mate@ship.example"));
        var clerk = (await FindAsync(worker, "clerk@shore.example"))!;
        Assert.Equal((SuspensionState.Active, 10L, null), (clerk.State, clerk.Decision!.Threshold, clerk.Decision.Plan));

        await worker.Processor.ProcessAsync(Worker.Batch(Tour("mate@ship.example", 20, 20), first: 100), Cancellation);
        var mate = (await FindAsync(worker, "mate@ship.example"))!;
        Assert.Equal((SuspensionState.Active, 20L, "ship"), (mate.State, mate.Decision!.Threshold, mate.Decision.Plan));
        Assert.Contains("(threshold 20 of plan ship)", mate.Reason, StringComparison.Ordinal);
        Assert.NotEqual(clerk.Decision.RulesVersion, mate.Decision.RulesVersion);
    }

    [Fact]
    public async Task What_a_plan_does_not_set_is_as_the_installation_sets_it()
    {
        await using var storage = await TestStorage.StartAsync();
        var installation = new ConfigurationBuilder().AddInMemoryCollection([new("Nets:Countries:Watch", "3"), new("Nets:Countries:Suspend", "4"), new("Nets:Countries:Window", "01:00:00")]).Build();
        using var worker = Worker.On(storage.ConnectionString, plans: installation);
        await SetAsync(worker, "ship", "mate", ("Countries:Suspend", "8"));
        await worker.Processor.ProcessAsync(Worker.Batch(Tour("mate", 1, 3)), Cancellation);

        var mate = (await FindAsync(worker, "mate"))!;
        Assert.Equal((SuspensionState.Watched, 3L, "3 countries within 1 hour"), (mate.State, mate.Decision!.Threshold, mate.Decision.Summary));
    }

    [Fact]
    public async Task Evidence_that_only_a_plan_needs_is_recorded_of_its_accounts_alone()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString, plans: Defaults);
        await SetAsync(worker, "news", "news", ("Rate:AuthsPerHour:Suspend", "3"));
        await worker.Processor.ProcessAsync(
            Worker.Batch([.. Enumerable.Range(1, 3).SelectMany(minute => new[] { Worker.Event("news", 1, minute), Worker.Event("bob", 1, minute) })]), Cancellation);

        var news = (await FindAsync(worker, "news"))!;
        Assert.Equal((SuspensionState.Active, RateNet.Name, "news"), (news.State, news.Decision!.Net, news.Decision.Plan));
        Assert.False(await CountsAsync("news"));
        Assert.True(await CountsAsync("bob"));

        async Task<bool> CountsAsync(string account) => (await worker.Activity.FindAsync(AccountName.Parse(account), Cancellation))!.Read()!.Of(CountEvidence.Kind).IsEmpty;
    }

    [Fact]
    public async Task A_change_of_a_plan_takes_effect_within_five_seconds()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString, plans: Defaults);
        await SetAsync(worker, "strict", "*", ("Countries:Suspend", "3"));
        await worker.Processor.ProcessAsync(Worker.Batch(Tour("one", 1, 3)), Cancellation);
        Assert.Equal(SuspensionState.Active, (await FindAsync(worker, "one"))!.State);

        await SetAsync(worker, "strict", "*", ("Countries:Suspend", "4"));
        worker.Time.Advance(AccountRulesSnapshot.MaximumAge);
        await worker.Processor.ProcessAsync(Worker.Batch(Tour("two", 1, 3), first: 100), Cancellation);
        Assert.Null(await FindAsync(worker, "two"));

        Assert.True(await worker.Plans.RemoveAsync("strict", [], Worker.Start, "noc", "Test", Cancellation));
        worker.Time.Advance(AccountRulesSnapshot.MaximumAge);
        await worker.Processor.ProcessAsync(Worker.Batch(Tour("three", 1, 4), first: 200), Cancellation);
        Assert.Null(await FindAsync(worker, "three"));
    }

    [Fact]
    public async Task While_plans_cannot_be_read_the_last_known_hold_and_before_that_the_installations_settings()
    {
        await using var storage = await TestStorage.StartAsync();
        using var operators = Worker.On(storage.ConnectionString);
        await SetAsync(operators, "ship", "*@ship.example", ("Countries:Suspend", "20"));
        var away = new PlansAway();
        using var worker = Worker.On(storage.ConnectionString, away, plans: Defaults);

        await worker.Processor.ProcessAsync(Worker.Batch(Tour("early@ship.example", 1, 10)), Cancellation);
        var early = (await FindAsync(worker, "early@ship.example"))!;
        Assert.Equal((SuspensionState.Active, null), (early.State, early.Decision!.Plan));

        away.AreAway = false;
        worker.Time.Advance(AccountRulesSnapshot.MaximumAge);
        await worker.Processor.ProcessAsync(Worker.Batch(Tour("mate@ship.example", 1, 5), first: 100), Cancellation);
        away.AreAway = true;
        worker.Time.Advance(AccountRulesSnapshot.MaximumAge);
        await worker.Processor.ProcessAsync(Worker.Batch(Tour("mate@ship.example", 6, 15), first: 200), Cancellation);
        Assert.Equal(SuspensionState.Watched, (await FindAsync(worker, "mate@ship.example"))!.State);
    }

    [Fact]
    public async Task A_plan_whose_settings_are_not_valid_is_told_and_its_accounts_are_judged_as_all_others()
    {
        await using var storage = await TestStorage.StartAsync();
        var tables = new Tables(TestStorage.Open(storage.ConnectionString, new TableClientOptions()));
        var table = new PlanTable(tables, new AuditTable(tables));
        await table.SetAsync(PlanOf("odd", ("Countries:Suspnd", "3")), [PlanPattern.Parse("odd")], Cancellation);
        await table.SetAsync(PlanOf("good", ("Countries:Suspend", "3")), [PlanPattern.Parse("good")], Cancellation);
        var log = new RecordedLog<AccountRulesSnapshot>();
        using var snapshot = new AccountRulesSnapshot(table, new Detector(Options.Create(new NetsOptions()), Worker.Geolocator), Defaults, Worker.Geolocator, new FakeTimeProvider(Worker.Start), log);

        var rules = await snapshot.GetAsync(Cancellation);
        Assert.Equal(((string?)"good", (string?)null, (string?)null), (rules.Of(AccountName.Parse("good")).Plan, rules.Of(AccountName.Parse("odd")).Plan, rules.Of(AccountName.Parse("bob")).Plan));
        var warning = Assert.Single(log.Entries, entry => entry.Level == LogLevel.Warning);
        Assert.Equal(
            "Accounts with plan odd are judged by the installation's settings of the nets, because those of the plan are not valid: Setting Nets:Countries:Suspnd is unknown. Did you mean Nets:Countries:Suspend?",
            warning.Text);
    }

    [Theory]
    [InlineData("nets:countries:suspend", "Countries:Suspend")]
    [InlineData("Countries:also:12:WATCH", "Countries:Also:12:Watch")]
    [InlineData("Volume:MessagesPerDay:Watch", "Volume:MessagesPerDay:Watch")]
    [InlineData("Contries:Suspend", "Contries:Suspend")]
    public void Names_are_those_of_the_settings_in_any_case_and_with_or_without_their_section(string written, string name) => Assert.Equal(name, PlanNets.NameOf(written));

    [Theory]
    [InlineData("Countries:Suspend", "0", "Setting Nets:Countries:Suspend: '0' is not a threshold: use a whole number of 1 or more, or off.")]
    [InlineData("Addresses:Watch", "65", "Setting Nets:Addresses:Watch is 65; it must be 1 to 64, or off.")]
    [InlineData("Familiarity:HostingFile", "x", "Setting Nets:Familiarity:HostingFile cannot differ by plan: it names a file of the function app.")]
    [InlineData("SharedOrigins:Watch", "off", "Setting Nets:SharedOrigins:Watch cannot differ by plan: accounts of several plans may share an address.")]
    public void What_no_setting_may_be_no_plan_may_set(string name, string value, string message) =>
        Assert.Equal(message, Assert.Single(Assert.Throws<OptionsValidationException>(() => PlanNets.Read(Defaults, Plan.NoNets.SetItem(name, value))).Failures));

    private static IEnumerable<string> Tour(string account, int first, int last) => Enumerable.Range(first, last - first + 1).Select(n => Worker.Event(account, n, n));

    private static Plan PlanOf(string name, params (string Name, string Value)[] nets) =>
        new(name) { Nets = Plan.NoNets.AddRange(nets.Select(net => KeyValuePair.Create(net.Name, net.Value))), By = "noc", Reason = "Test", Since = Worker.Start };

    private static async Task SetAsync(Worker worker, string name, string given, params (string Name, string Value)[] nets) =>
        await worker.Plans.SetAsync(PlanOf(name, nets), [PlanPattern.Parse(given)], Cancellation);

    private static async Task<Suspension?> FindAsync(Worker worker, string account) => await worker.Suspensions.FindAsync(AccountName.Parse(account), Cancellation);
}
