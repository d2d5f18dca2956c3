using System.Collections.Concurrent;
using System.Text;
using AbuseServerless.Azure.Activity;
using AbuseServerless.Azure.EventHubs;
using AbuseServerless.Azure.Ingestion;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Rate;
using AbuseServerless.Detection.Time;
using AbuseServerless.Local.EventHubs;
using AbuseServerless.Local.Stack;
using AbuseServerless.Suspensions;
using Azure.Messaging.EventHubs;

namespace AbuseServerless.Drills.Tests.Rig;

/// <summary>An installation under drill: the real worker, real Azurite and the hub, in the geography of <see cref="World"/>, and a check of all that it remembers.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly ConcurrentDictionary<string, Login> _published = new(StringComparer.Ordinal);
    private readonly HashSet<Login> _rejected = [];

    private Installation(TemporaryFolder folder, LocalStack stack, DrillLog log)
    {
        _folder = folder;
        Stack = stack;
        Log = log;
    }

    public LocalStack Stack { get; }

    public DrillLog Log { get; }

    /// <summary>The geolocation database.</summary>
    public string Database => DatabaseIn(_folder);

    /// <summary>How mail servers reach the hub.</summary>
    public string HubConnection => Stack.Endpoint.ConnectionString;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts an installation.</summary>
    /// <param name="options">What differs.</param>
    /// <param name="settings">App settings beside those of the drills.</param>
    public static async Task<Installation> StartAsync(LocalStackOptions? options = null, params (string Name, string Value)[] settings)
    {
        var folder = new TemporaryFolder();
        try
        {
            await File.WriteAllBytesAsync(DatabaseIn(folder), World.Database(), Cancellation);
            var log = new DrillLog();
            options = (options ?? new LocalStackOptions()) with { LoggerFactory = log, AsAtItsTime = true, Settings = Settings(DatabaseIn(folder), settings) };
            var stack = await LocalStack.StartAsync(options, Cancellation);
            return new Installation(folder, stack, log);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>App settings of a drill: the nets of countries, and counts of logins without a threshold that they could reach.</summary>
    public static Dictionary<string, string> Settings(string database, params (string Name, string Value)[] more)
    {
        var settings = new Dictionary<string, string>
        {
            ["Geolocation:Databases"] = database,
            ["Enforcement:Mode"] = "Enforce",
            ["Enforcement:MaximumEvidenceAge"] = "36500d",
            ["Geolocation:ReloadInterval"] = "00:00:01",
            ["Nets:Travel:Watch"] = "off",
            ["Nets:Addresses:Watch"] = "off",
            ["Nets:Rate:AuthsPerDay:Watch"] = "1000000",
            ["AzureFunctionsJobHost:extensions:eventHubs:maxEventBatchSize"] = "100",
        };
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        return settings;
    }

    /// <summary>Publishes logins as mail servers do; completes when the hub has acknowledged all of them.</summary>
    /// <exception cref="StorageException">The hub did not take all of them; those that it took are among <see cref="Accepted"/>.</exception>
    public Task PublishAsync(IEnumerable<Login> logins) => PublishAsync(logins, HubConnection);

    private async Task PublishAsync(IEnumerable<Login> logins, string connection)
    {
        await using var publisher = new AuthEventPublisher(EventHubsConnection.OpenProducer(connection, LocalStackOptions.AuthEvents));
        foreach (var login in logins)
        {
            _published[login.Line] = login;
            await publisher.AddAsync(login.Line, Cancellation);
        }

        await publisher.FlushAsync(Cancellation);
    }

    /// <summary>Publishes logins by way of another connection string.</summary>
    /// <returns>False where the hub did not acknowledge all of them.</returns>
    public async Task<bool> TryPublishAsync(IEnumerable<Login> logins, string connection)
    {
        try
        {
            await PublishAsync(logins, connection);
            return true;
        }
        catch (StorageException)
        {
            return false;
        }
    }

    /// <summary>Publishes messages as they are, each in the partition of one key.</summary>
    public async Task PublishAsync(IEnumerable<string> messages, string key)
    {
        await using var producer = EventHubsConnection.OpenProducer(HubConnection, LocalStackOptions.AuthEvents);
        foreach (var chunk in messages.Chunk(250))
        {
            await producer.SendAsync(chunk.Select(message => new EventData(message)), new() { PartitionKey = key }, Cancellation);
        }
    }

    /// <summary>Publishes logins that must be put aside.</summary>
    public Task PublishRejectedAsync(IReadOnlyCollection<Login> logins)
    {
        _rejected.UnionWith(logins);
        return PublishAsync(logins);
    }

    /// <summary>The logins that the hub has accepted and that count, each as often as it has it; what is no login of the drill is left out.</summary>
    public List<Login> Accepted() => [.. Messages().Select(message => _published.GetValueOrDefault(message)).OfType<Login>().Where(login => !_rejected.Contains(login))];

    /// <summary>Every message that the hub has accepted.</summary>
    public IEnumerable<string> Messages() => Stack.Endpoint.Hubs[LocalStackOptions.AuthEvents].Partitions.SelectMany(Messages);

    /// <summary>Waits until all that the hub has accepted is processed, and what is due is done.</summary>
    public async Task SettleAsync()
    {
        await Stack.WaitUntilProcessedAsync(Cancellation);
        await Stack.Host.RunTimerAsync("EnforceSuspensions", Cancellation);
    }

    /// <summary>Kills a worker that is not dead yet: that one has died is noticed a moment later.</summary>
    /// <param name="random">Chooses.</param>
    /// <param name="killed">The process ids of those that were killed; the chosen one is added.</param>
    public Task KillOneAsync(Random random, HashSet<int> killed) => Eventually.HoldsAsync(
        () =>
        {
            int[] live = [.. Stack.Host.WorkerProcessIds.Except(killed)];
            if (live.Length == 0)
            {
                return false;
            }

            var chosen = live[random.Next(live.Length)];
            killed.Add(chosen);
            return Processes.Kill(chosen);
        },
        Log.ToString);

    /// <summary>Makes sure that exactly what the hub accepted is remembered and decided, and nothing was put aside but so many messages.</summary>
    public async Task CheckAsync(int deadLetters = 0, Func<Login, string>? countryOf = null)
    {
        Assert.Equal(deadLetters, (await DeadLettersAsync()).Count);
        await CheckAsync(Accepted(), countryOf ?? (login => World.Countries[login.Country]));
    }

    /// <summary>Makes sure that exactly these logins are remembered and decided.</summary>
    public async Task CheckAsync(IEnumerable<Login> logins, Func<Login, string> countryOf)
    {
        var expected = Oracle.Expect(logins, countryOf);
        var found = await FoundAsync();
        Assert.Equal((Missing: "", Wrong: ""), (Missing: string.Join('\n', expected.Except(found)), Wrong: string.Join('\n', found.Except(expected))));
    }

    /// <summary>What was put aside.</summary>
    public ValueTask<List<DeadLetter>> DeadLettersAsync() => new DeadLetterTable(OpenTables()).ReadAsync(Cancellation).ToListAsync(Cancellation);

    /// <summary>Accounts of which something is remembered.</summary>
    public async Task<int> CountRowsAsync() => await new StackTables(Stack.Storage).CountAccountsAsync(Cancellation);

    /// <summary>Accounts that are suspended.</summary>
    public async Task<IReadOnlyList<string>> SuspendedAsync() =>
        [.. (await new StackTables(Stack.Storage).ReadSuspensionsAsync(Cancellation, SuspensionState.Active)).Select(suspension => suspension.Account.Value)];

    /// <summary>Logins that were counted, of all accounts.</summary>
    public async Task<long> CountLoginsAsync() =>
        (await new ActivityTable(OpenTables()).ReadAllAsync(Cancellation).ToListAsync(Cancellation)).Sum(row => ActivityEncoding.Decode(row.State).Of(CountEvidence.Kind).All.Sum(count => count.Auths));

    /// <summary>Events that were handed to a worker again because the first one was killed with them in hand.</summary>
    public long DeliveredAgain() => Log.Of(2022).Sum(interrupted => interrupted.Number("Last") - interrupted.Number("First") + 1);

    public async ValueTask DisposeAsync()
    {
        await Stack.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<SortedSet<string>> FoundAsync()
    {
        var states = (await new StackTables(Stack.Storage).ReadSuspensionsAsync(Cancellation))
            .ToDictionary(suspension => suspension.Account.Value, suspension => suspension.State.ToString());
        var found = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var row in new ActivityTable(OpenTables()).ReadAllAsync(Cancellation))
        {
            var activity = ActivityEncoding.Decode(row.State);
            found.Add(Oracle.Line(
                row.Account.Value,
                activity.Places.ToDictionary(
                    place => place.Place.ToString(),
                    place => Enumerable.Range(0, SlotSet.Capacity).Where(place.Slots.Contains).Select(age => activity.Head.Index - age)),
                activity.Of(CountEvidence.Kind).All.ToDictionary(count => activity.Head.Index - count.Age, count => count.Auths),
                states.GetValueOrDefault(row.Account.Value, "")));
        }

        return found;
    }

    private Tables OpenTables() => new(StorageConnection.Open(Stack.Storage));

    private static string DatabaseIn(TemporaryFolder folder) => folder["world.mmdb"];

    private static IEnumerable<string> Messages(PartitionLog partition)
    {
        for (var next = partition.FirstSequenceNumber; partition.Read(next, 1000) is { Count: > 0 } events; next += events.Count)
        {
            foreach (var stored in events)
            {
                yield return Encoding.UTF8.GetString(stored.Body.Span);
            }
        }
    }
}
