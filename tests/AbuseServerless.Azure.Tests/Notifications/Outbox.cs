using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Notifications;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Notifications;
using AbuseServerless.Notifiers;
using AbuseServerless.Suspensions;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Tests.Notifications;

/// <summary>An outbox as a process would have it, on a storage and with senders of one's choice.</summary>
internal static class Outbox
{
    public const string Secret = "a secret of some length";

    public static NotificationOutbox On(
        string storage, IEnumerable<INotificationSender> senders, TimeProvider time, HttpPipelinePolicy? policy = null, NotificationOptions? options = null)
    {
        var client = new TableClientOptions();
        client.Retry.MaxRetries = 0;
        if (policy is not null)
        {
            client.AddPolicy(policy, global::Azure.Core.HttpPipelinePosition.PerRetry);
        }

        var tables = new Tables(TestStorage.Open(storage, client));
        return new NotificationOutbox(
            new NotificationTable(tables), new DeadLetterTable(tables), senders, Options.Create(options ?? new NotificationOptions()), time, NullLogger<NotificationOutbox>.Instance);
    }

    /// <summary>The real senders.</summary>
    public static ServiceProvider Senders(TimeProvider time, Action<NotificationOptions> configure, Action<EnforcementOptions> enforcement) =>
        new ServiceCollection().AddLogging().AddSingleton(time).Configure(configure).Configure(enforcement).AddNotifiers().BuildServiceProvider();

    /// <summary>Number of notifications that are still to be delivered, whenever.</summary>
    public static ValueTask<int> CountAsync(string storage, CancellationToken cancellationToken) =>
        new TableServiceClient(storage).GetTableClient(Tables.Suspensions)
            .QueryAsync<TableEntity>(row => row.RowKey.CompareTo("n:") >= 0 && row.RowKey.CompareTo("n;") < 0, cancellationToken: cancellationToken)
            .CountAsync(cancellationToken);
}
