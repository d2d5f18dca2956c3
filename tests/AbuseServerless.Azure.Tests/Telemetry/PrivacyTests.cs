using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Tests.Notifications;
using AbuseServerless.Suspensions;
using AbuseServerless.Telemetry;

namespace AbuseServerless.Azure.Tests.Telemetry;

/// <summary>Telemetry holds no account name and no address, whatever happens to the account.</summary>
public sealed partial class PrivacyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_attribute_of_any_instrument_or_span_names_an_account_or_an_address_and_all_are_documented()
    {
        const string name = "very-secret-name";
        await using var storage = await TestStorage.StartAsync();
        using var worker = Worker.On(storage.ConnectionString);
        var outbox = Outbox.On(storage.ConnectionString, RecordingSender.All(), worker.Time);
        var spans = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Instrumentation.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span => spans.Enqueue(string.Join(' ', [span.DisplayName, .. span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"), .. span.Events.Select(e => e.Name)])),
        };
        ActivitySource.AddActivityListener(listener);
        using var measured = new Measurements();

        string[] bodies = [.. Enumerable.Range(1, 12).Select(country => Worker.Event(name, country, country)), Worker.Event(name, 1, -60 * 24 * 3), $$"""{"account":"{{name}}","ip":"8.8.8.8"}"""];
        await worker.Processor.ProcessAsync(Worker.Batch(bodies), Cancellation);
        await outbox.DeliverAsync(Cancellation);
        await worker.Suspensions.ResumeAsync(AccountName.Parse(name), Judgement.FalsePositive, "operator-name", "x", Cancellation);
        await worker.Suspensions.DoDueAsync(Cancellation);

        Assert.Contains(measured.Names, told => told.StartsWith("abuseserverless.decisions ", StringComparison.Ordinal));
        Assert.Contains(spans, told => told.StartsWith("process batch ", StringComparison.Ordinal));
        Assert.All(measured.Names.Concat(spans), told => Assert.DoesNotMatch(@"very-secret|operator-name|\d+\.\d+\.\d+\.\d+", told));

        var documented = await File.ReadAllTextAsync(RepositoryRoot.Combine("docs", "telemetry.md"), Cancellation);
        Assert.All(measured.Names.SelectMany(told => Attribute().Matches(told)), attribute => Assert.Contains($"`{attribute.Groups[1].Value}`", documented, StringComparison.Ordinal));
    }

    [GeneratedRegex(@" ([a-z_]+)=")]
    private static partial Regex Attribute();
}
