using AbuseServerless.Accounts;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Presence;
using AbuseServerless.Azure.Report;
using AbuseServerless.Azure.Reputation;
using AbuseServerless.Azure.Statistics;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Thresholds;
using AbuseServerless.Deliveries;
using AbuseServerless.Detection;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Ingestion.Logs;
using AbuseServerless.Report;
using AbuseServerless.Statistics;
using AbuseServerless.Suspensions;
using AbuseServerless.Thresholds;
using AbuseServerless.Thresholds.Trials;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Tests.Report;

public sealed class ReportReaderTests
{
    private static readonly ReportScope Week = new(7, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_report_is_of_the_days_of_its_time_zone_up_to_now()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var (reader, daily) = On(storage, worker);
        // In Tokyo it is the 25th at half past one.
        worker.Time.SetUtcNow(new(2026, 11, 24, 16, 30, 0, TimeSpan.Zero));
        foreach (var day in new[] { 18, 19, 25, 26 })
        {
            await daily.WriteProvidersAsync(new(2026, 11, day), [KeyValuePair.Create("*", new CountedDeliveries(new DeliveryTally { Sent = day }, CountedDeliveries.None.Samples))], Cancellation);
            await daily.WriteDayAsync(new DayStatistics(new(2026, 11, day)) { Suspensions = day }, Cancellation);
        }

        var data = await reader.ReadAsync(Week, Cancellation);

        Assert.Equal((new DateOnly(2026, 11, 19), new DateOnly(2026, 11, 25)), (data.From, data.To));
        Assert.Equal([19L, 25], data.Deliveries.Select(day => day.Tally.Sent));
        Assert.Equal([19, 25], data.Days.Select(day => day.Suspensions));
    }

    [Fact]
    public async Task Suspensions_are_told_and_all_are_counted()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        for (var i = 0; i < 3; i++)
        {
            worker.Time.Advance(TimeSpan.FromMinutes(1));
            await worker.Suspensions.SuspendAsync(AccountName.Parse($"a{i:D3}@example.jp"), null, "ops@noc", "Spam.", Cancellation);
        }

        for (var country = 1; country <= 5; country++)
        {
            await worker.Processor.ProcessAsync(Worker.Batch([Worker.Event("watched@example.jp", country, 1)], country), Cancellation);
        }

        var data = await On(storage, worker).Reader.ReadAsync(Week, Cancellation);

        Assert.Equal(["a002@example.jp", "a001@example.jp", "a000@example.jp"], data.Suspensions.Select(suspension => suspension.Account.Value));
        Assert.Equal((3, 3, 1), (data.OpenSuspensions, data.Standings[SuspensionState.Active], data.Standings[SuspensionState.Watched]));
        Assert.Equal(Worker.Start, data.NewestSighting);
    }

    [Fact]
    public async Task The_state_of_processing_is_that_of_the_workers_that_run_and_of_the_first_accounts()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var presence = new PresenceTable(new Tables(TestStorage.Open(storage.ConnectionString)));
        var row = new PresenceRow
        {
            Kind = "worker",
            Name = "w1:2",
            Version = "0.1.0",
            Started = Worker.Start,
            Time = worker.Time.GetUtcNow(),
            Lag = TimeSpan.FromSeconds(3),
            DatabaseBuilt = Worker.Start.AddDays(-9),
            DatabaseMaximumAge = TimeSpan.FromDays(45),
        };
        foreach (var other in new[] { row, row with { Name = "w2:3", Lag = TimeSpan.FromSeconds(7) }, row with { Name = "gone:4", Time = row.Time.AddMinutes(-4), Lag = TimeSpan.FromHours(1) }, row with { Kind = "gate", Lag = TimeSpan.FromHours(1) } })
        {
            await presence.WriteAsync(other, Cancellation);
        }

        await worker.Processor.ProcessAsync(Worker.Batch([Worker.Event("a@example.jp", 1, 1), Worker.Event("a@example.jp", 2, 2)]), Cancellation);

        Assert.Equal(new ProcessingState(TimeSpan.FromSeconds(7), Worker.Start.AddDays(-9), TimeSpan.FromDays(45), 0), (await On(storage, worker).Reader.ReadAsync(Week, Cancellation)).Processing);
    }

    [Fact]
    public async Task The_last_summary_is_told_of_however_long_ago_it_was()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var (reader, daily) = On(storage, worker);
        Assert.Null((await reader.ReadAsync(Week, Cancellation)).Summarised);
        var now = worker.Time.GetUtcNow();
        await daily.WriteDayAsync(new DayStatistics(new(2026, 10, 1)) { Counted = now.AddDays(-40) }, Cancellation);
        await daily.WriteDayAsync(new DayStatistics(new(2026, 10, 2)) { Counted = now.AddDays(-39) }, Cancellation);

        Assert.Equal(now.AddDays(-39), (await reader.ReadAsync(Week, Cancellation)).Summarised);
    }

    [Fact]
    public async Task Logs_are_those_of_who_was_heard_of_within_a_day()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var presence = new PresenceTable(new Tables(TestStorage.Open(storage.ConnectionString)));
        var log = new LogHealth("/var/log/mail.log", 1_000, 0, 0, 12) { LastEvent = Worker.Start };
        var row = new PresenceRow { Kind = "gate", Name = "mx1:2", Version = "0.1.0", Started = Worker.Start, Time = worker.Time.GetUtcNow(), Logs = [log] };
        await presence.WriteAsync(row, Cancellation);
        await presence.WriteAsync(row with { Name = "old:1", Time = row.Time.AddDays(-2) }, Cancellation);

        Assert.Equal([new FollowedLog("mx1:2", log)], (await On(storage, worker).Reader.ReadAsync(Week, Cancellation)).Logs);

        // More than a row can hold: those with something wrong stay.
        var many = Enumerable.Range(0, 200).Select(i => new LogHealth($"/{i}{new string('x', 400)}", 1_000, i == 150 ? 0 : 1_000, 5, 0) { Trouble = i == 151 ? new string('y', 1_000) : null });
        await presence.WriteAsync(row with { Logs = [.. many] }, Cancellation);
        Assert.Equal(["/150", "/151"], (await On(storage, worker).Reader.ReadAsync(Week, Cancellation)).Logs.Take(2).Select(one => one.Log.Path[..4]));
    }

    [Fact]
    public async Task Logs_that_were_imported_are_told_of_for_a_week_as_they_were_understood_last()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var imports = new ImportedLogTable(new Tables(TestStorage.Open(storage.ConnectionString)));
        var log = new LogHealth("/var/log/mail.log", 1_000, 0, 0, 12);
        await imports.WriteAsync(new FollowedLog("mx1", log with { Lines = 1 }), worker.Time.GetUtcNow(), Cancellation);
        await imports.WriteAsync(new FollowedLog("mx1", log), worker.Time.GetUtcNow(), Cancellation);
        await imports.WriteAsync(new FollowedLog("mx2", log), worker.Time.GetUtcNow().AddMinutes(-1), Cancellation);

        var now = worker.Time.GetUtcNow();
        Assert.Equal([new FollowedLog("mx1", log) { Imported = now }, new FollowedLog("mx2", log) { Imported = now.AddMinutes(-1) }], (await On(storage, worker).Reader.ReadAsync(Week, Cancellation)).Logs);
        worker.Time.Advance(ImportedLogTable.Kept);
        Assert.Equal([new FollowedLog("mx1", log) { Imported = now }], (await On(storage, worker).Reader.ReadAsync(Week, Cancellation)).Logs);
    }

    [Fact]
    public async Task Thresholds_are_those_given_else_those_of_the_newest_decision()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString, nets: nets => nets.Countries.Suspend = Threshold.At(7));
        var (reader, _) = On(storage, worker);
        Assert.Null((await reader.ReadAsync(Week, Cancellation)).Thresholds);
        await worker.Processor.ProcessAsync(Worker.Batch(Enumerable.Range(1, 7).Select(country => Worker.Event("bot@example.jp", country, country))), Cancellation);

        Assert.Equal(new CountryThresholds(null, 7), (await reader.ReadAsync(Week, Cancellation)).Thresholds);
        Assert.Equal(new CountryThresholds(5, 10), (await reader.ReadAsync(Week with { Thresholds = new(5, 10) }, Cancellation)).Thresholds);
    }

    [Fact]
    public async Task Thresholds_are_studied_unless_there_are_many_accounts_or_as_asked()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var (reader, daily) = On(storage, worker);
        Assert.NotNull((await reader.ReadAsync(Week, Cancellation)).Study);
        Assert.Null((await reader.ReadAsync(Week with { Study = false }, Cancellation)).Study);

        await daily.WriteDayAsync(
            new DayStatistics(new(2026, 11, 24)) { AccountsByCountries = new Dictionary<int, long> { [1] = ReportReader.MaximumStudied, [2] = 1 } }, Cancellation);
        Assert.Null((await reader.ReadAsync(Week, Cancellation)).Study);
        Assert.NotNull((await reader.ReadAsync(Week with { Study = true }, Cancellation)).Study);
    }

    [Fact]
    public async Task The_study_tells_whom_the_nets_would_stop_without_each_of_them_and_each_alone()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var nets = new NetsOptions();
        nets.Travel.Watch = Threshold.Off;
        await worker.Processor.ProcessAsync(
            Worker.Batch([.. Enumerable.Range(1, 12).Select(n => Worker.Event("bot", n, n)), .. Enumerable.Range(1, 6).Select(n => Worker.Event("hopper", n, n)), Worker.Event("calm", 1, 1)]), Cancellation);

        var study = (await On(storage, worker).Reader.ReadAsync(Week with { Nets = nets }, Cancellation)).Nets!;
        var byDefault = (await On(storage, worker).Reader.ReadAsync(Week, Cancellation)).Nets!;

        var found = study.Study.Outcomes.ToDictionary(outcome => outcome.Name, outcome => (outcome.Suspended, outcome.Watched));
        Assert.Equal((1, 1), found[NetTrials.All]);
        Assert.Equal(0, found[NetTrials.Without("Countries")].Suspended);
        Assert.Equal((1, 1), found[NetTrials.Without("Familiarity")]);
        Assert.Equal((1, 1), found[NetTrials.Alone("Countries")]);
        Assert.Equal((0, 0), found[NetTrials.Alone("Outcomes")]);
        Assert.DoesNotContain(NetTrials.Without("Travel"), found.Keys);
        Assert.Contains(NetTrials.Alone("Travel"), byDefault.Study.Outcomes.Select(outcome => outcome.Name));
        Assert.Equal((true, false), (study.IsInForce, byDefault.IsInForce));
        Assert.Contains("Outcomes", study.WithoutEvidence);
    }

    [Fact]
    public async Task Dead_letters_of_the_last_days_are_counted_by_reason()
    {
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var none = new Rejection(RejectReason.BadAccount, "The property 'account' is missing.");
        DeadLetter Letter(long number, int daysAgo, Rejection rejection) => new("auth-events", 0, number, Worker.Start.AddDays(-daysAgo), rejection, "body");
        await worker.DeadLetters.AddAsync(
            [Letter(1, ReportReader.DeadLetterDays, none), Letter(2, 6, none), Letter(3, 0, none), Letter(4, 1, new Rejection(RejectReason.NotJson, "The body is not one JSON object."))], Cancellation);

        var rejected = (await On(storage, worker).Reader.ReadAsync(Week, Cancellation)).Rejected;

        Assert.Equal((3, false), (rejected.Count, rejected.More));
        Assert.Equal([(RejectReason.BadAccount, 2, Worker.Start), (RejectReason.NotJson, 1, Worker.Start.AddDays(-1))], rejected.Reasons.Select(reason => (reason.Reason, reason.Count, reason.Newest)));
    }

    private static (ReportReader Reader, DailyStatsTable Daily) On(TestStorage storage, Worker worker)
    {
        var tables = new Tables(TestStorage.Open(storage.ConnectionString));
        var daily = new DailyStatsTable(tables);
        var asn = new AsnDatabase(Options.Create(new GeolocationOptions()), worker.Time);
        var thresholds = new ThresholdReader(worker.Audit, worker.Activity, worker.Exemptions, asn, worker.Time);
        return (new ReportReader(daily, new ReputationTable(tables), worker.Suspensions, worker.Activity, worker.DeadLetters, new PresenceTable(tables), new ImportedLogTable(tables), thresholds, worker.Time), daily);
    }
}
