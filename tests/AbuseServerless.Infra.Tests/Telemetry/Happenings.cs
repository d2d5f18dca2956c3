using System.Net;
using AbuseServerless.Accounts;
using AbuseServerless.Allowances;
using AbuseServerless.AuthPolicy;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Notifications;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Detection;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Notifications;
using AbuseServerless.Suspensions;
using AbuseServerless.Telemetry;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Infra.Tests.Telemetry;

/// <summary>What happens in the functions, told by the code that tells it there.</summary>
internal static class Happenings
{
    private const string Auth = "auth-events";

    private static readonly AuthPolicyMetrics Policy = new(ReadSnapshot(), new EnforcementSwitch(Options.Create(new EnforcementOptions())));

    /// <summary>Each is what one alert is about: for an alert that waits for a success, the success.</summary>
    public static IReadOnlyDictionary<string, Action<ILoggerFactory>> ByAlert { get; } = new Dictionary<string, Action<ILoggerFactory>>
    {
        ["no-auth-events"] = _ => IngestionMetrics.Count(Auth, "counted", 3),
        ["enforcement-not-run"] = _ => TimerMetrics.CountRun("EnforceSuspensions", succeeded: true),
        ["enforcement-fails"] = _ => TimerMetrics.CountRun("EnforceSuspensions", succeeded: false),
        ["batches-fail"] = _ => IngestionMetrics.Ended(Auth, TimeSpan.FromSeconds(1), succeeded: false),
        ["lag"] = _ => IngestionMetrics.Begun(Auth, 3, 10, TimeSpan.FromSeconds(301)),
        ["dead-letters"] = _ => IngestionMetrics.CountDeadLetters(RejectReason.NotJson, 2, 0),
        ["unreadable"] = _ => UnreadableMetrics.CountSetAside(),
        ["notifications"] = _ => NotificationMetrics.Count(NotificationChannel.Webhook, DeliveryOutcome.Failed, givenUp: false, TimeSpan.FromSeconds(5)),
        ["notifications-not-run"] = _ => TimerMetrics.CountRun("DeliverNotifications", succeeded: true),
        ["statistics-not-run"] = _ => TimerMetrics.CountRun("SummariseDay", succeeded: true),
        ["purge-not-run"] = _ => TimerMetrics.CountRun("PurgeExpired", succeeded: true),
        ["failing-open"] = _ => Policy.Count(AllowOutcome.FailedOpen),
        ["reputation"] = loggers => Log(loggers, 1420),
        ["geolocation"] = loggers => Log(loggers, 1103),
    };

    /// <summary>What no alert is about: work that goes well, and every other message.</summary>
    public static void Ordinary(ILoggerFactory loggers)
    {
        IngestionMetrics.Count("delivery-events", "counted", 5);
        IngestionMetrics.CountPlaceless([new(new AuthEvent(DateTimeOffset.UnixEpoch, AccountName.Parse("a"), IPAddress.Loopback, true, 0), Place.Unlocated, default, 0)]);
        IngestionMetrics.Begun(Auth, 3, 10, TimeSpan.FromSeconds(300));
        IngestionMetrics.Ended(Auth, TimeSpan.FromSeconds(1), succeeded: true);
        IngestionMetrics.Ended(Auth, TimeSpan.FromSeconds(2), succeeded: true);
        CacheMetrics.CountLookups(hits: 3, misses: 2);
        CacheMetrics.CountAccounts(5);
        CacheMetrics.CountBytes(500);
        SuspensionMetrics.CountDone();
        SuspensionMetrics.Count(new Decision("Countries", Verdict.Suspend, 10, 10, "", default, default, [], 0, default, "", ""));
        SuspensionMetrics.Count(new Suspension { Account = AccountName.Parse("a"), State = SuspensionState.Active, Since = default, By = "noc", Reason = "x", Transitions = 1 });
        NotificationMetrics.Count(NotificationChannel.Webhook, DeliveryOutcome.Delivered, givenUp: false, TimeSpan.FromSeconds(5));
        NotificationMetrics.Count(NotificationChannel.Operator, DeliveryOutcome.NotWanted, givenUp: false, TimeSpan.FromSeconds(5));
        AllowanceMetrics.Count(AllowanceOutcome.Inside);
        Policy.Count(AllowOutcome.Allowed);
        Policy.Allowed(TimeSpan.FromMilliseconds(3));
        Policy.Count(ReportOutcome.Taken);
        Policy.CountQueued(2);
        Policy.CountQueued(-1);
        Policy.CountPublished(1);
        Write();
        foreach (var logged in LoggedEvents.All.Where(logged => logged.Attribute.EventId is not (1103 or 1104 or 1420)))
        {
            logged.Log(loggers);
        }
    }

    /// <summary>Everything.</summary>
    public static void All(ILoggerFactory loggers)
    {
        Ordinary(loggers);
        Log(loggers, 1104);
        IngestionMetrics.CountDeadLetters(RejectReason.NotJson, 1, notStored: 4);
        foreach (var happening in ByAlert.Values)
        {
            happening(loggers);
        }
    }

    private static void Log(ILoggerFactory loggers, int id) => LoggedEvents.All.Single(logged => logged.Attribute.EventId == id).Log(loggers);

    // Its age is not there before it was read.
    private static SuspensionSnapshot ReadSnapshot()
    {
        var snapshot = new SuspensionSnapshot(TimeProvider.System);
        snapshot.Refreshed(TimeProvider.System.GetTimestamp());
        return snapshot;
    }

    // A row, and then one that somebody else has written first.
    private static void Write()
    {
        var options = StorageConnection.Counted();
        using var storage = new Storage();
        options.Transport = new HttpClientTransport(storage);
        var table = StorageConnection.Open("UseDevelopmentStorage=true", options).GetTableClient("Things");
        table.AddEntity(new TableEntity("p", "r"));
        Assert.Throws<global::Azure.RequestFailedException>(() => table.AddEntity(new TableEntity("p", "r")));
    }

    private sealed class Storage : HttpMessageHandler
    {
        private HttpStatusCode _next = HttpStatusCode.NoContent;

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = new HttpResponseMessage(_next) { Content = new StringContent("") };
            _next = HttpStatusCode.Conflict;
            return answer;
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(Send(request, cancellationToken));
    }
}
