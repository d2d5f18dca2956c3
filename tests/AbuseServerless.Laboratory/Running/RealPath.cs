using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Laboratory.Population;
using AbuseServerless.Local.Stack;
using AbuseServerless.Suspensions;

namespace AbuseServerless.Laboratory.Running;

/// <summary>Sends a population through a fresh local runtime: hub, real worker and Azurite, as <c>replay</c> does.</summary>
internal static class RealPath
{
    /// <summary>What was decided about each account; accounts that nothing was decided about are missing.</summary>
    public static async Task<IReadOnlyDictionary<string, Stop>> RunAsync(Town town, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        var all = new Dictionary<string, string>(settings, StringComparer.OrdinalIgnoreCase);
        all.TryAdd("Retention:DeliveryCounts", "366");
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions { Settings = all, AsAtItsTime = true }, cancellationToken);
        await using var auths = new AuthEventPublisher(EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.AuthEvents));
        await using var deliveries = new DeliveryEventPublisher(EventHubsConnection.OpenProducer(stack.Endpoint.ConnectionString, LocalStackOptions.DeliveryEvents));
        foreach (var told in town.Told)
        {
            await (told.IsDelivery ? deliveries.AddAsync(told.Body, cancellationToken) : auths.AddAsync(told.Body, cancellationToken));
        }

        await auths.FlushAsync(cancellationToken);
        await deliveries.FlushAsync(cancellationToken);
        await stack.WaitUntilProcessedAsync(cancellationToken);
        await stack.Host.RunTimerAsync("EnforceSuspensions", cancellationToken);
        var tables = new StackTables(stack.Storage);
        var found = await tables.ReadSuspensionsAsync(cancellationToken, SuspensionState.Watched, SuspensionState.Pending, SuspensionState.Active);
        return found.ToDictionary(suspension => suspension.Account.Value, Read, StringComparer.Ordinal);
    }

    private static Stop Read(Suspension suspension)
    {
        var at = suspension.Decision?.WindowEnd;
        return new Stop(at, suspension.State == SuspensionState.Watched ? null : at, suspension.Decision?.Net);
    }
}
