using System.Text;
using AbuseServerless.Accounts;
using AbuseServerless.Azure;
using AbuseServerless.Azure.Suspensions;
using AbuseServerless.Local.Stack;
using AbuseServerless.Mail.Tests.MailServers;
using AbuseServerless.Suspensions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AbuseServerless.Mail.Tests.Installations;

/// <summary>A mail provider with everything that it runs: storage, hub and functions in their real worker, Postfix and Dovecot, and the policy server that Dovecot asks.</summary>
/// <remarks>Nothing is started where no mail server can be: the tests are skipped there.</remarks>
public abstract class Provider : IAsyncLifetime
{
    /// <summary>What a refused client is to read.</summary>
    internal const string Refusal = "Suspended by test: ask support.";

    /// <summary>What mail servers show to be answered.</summary>
    internal const string Key = "key-of-the-mail-servers";

    private readonly string? _data;
    private ServiceProvider? _services;

    /// <param name="data">Folder that keeps storage, hub and checkpoints; null keeps them in memory.</param>
    private protected Provider(string? data = null) => _data = data;

    /// <summary>Storage, hub and functions.</summary>
    internal LocalStack Stack { get; private set; } = null!;

    /// <summary>Postfix and Dovecot.</summary>
    internal MailServer Mail { get; private set; } = null!;

    /// <summary>Where accounts stand.</summary>
    internal SuspensionTable Suspensions { get; private set; } = null!;

    /// <summary>Why it cannot be started here; null where it can.</summary>
    internal virtual string? Missing => MailPackages.Missing;

    /// <summary>The address of the policy function.</summary>
    internal Uri PolicyFunction => new(Stack.Host.HttpAddress, "api/policy");

    public async ValueTask InitializeAsync()
    {
        if (Missing is not null)
        {
            return;
        }

        try
        {
            await StartStackAsync(new LocalStackOptions { Data = _data });
            Mail = await StartMailAsync();
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Mail is not null)
        {
            await Mail.DisposeAsync();
        }

        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        if (Stack is not null)
        {
            await Stack.DisposeAsync();
        }
    }

    /// <summary>Starts storage and hub again where they were, with what they had kept, and the functions.</summary>
    internal Task StartStackAgainAsync() =>
        StartStackAsync(new LocalStackOptions { Data = _data, StoragePort = Stack.Azurite.Port, EventHubsPort = Stack.Endpoint.Port });

    /// <summary>The AUTH events of an account that are in the hub.</summary>
    internal IReadOnlyList<string> EventsOf(string account) =>
    [
        .. Stack.Endpoint.Hubs[LocalStackOptions.AuthEvents].Partitions
            .SelectMany(partition => partition.Read(0, int.MaxValue))
            .Select(stored => Encoding.UTF8.GetString(stored.Body.Span))
            .Where(message => message.Contains($"\"{account}\"", StringComparison.Ordinal)),
    ];

    /// <summary>Waits until the hub holds so many AUTH events of an account, and the functions have judged them.</summary>
    internal async Task UntilJudgedAsync(string account, int events, CancellationToken cancellationToken)
    {
        await Eventually.HoldsAsync(() => EventsOf(account).Count >= events, () => $"{events} events of the account are in the hub", cancellationToken);
        await Stack.WaitUntilProcessedAsync(cancellationToken);
    }

    /// <summary>Where an account stands; null where nothing was decided.</summary>
    internal async Task<SuspensionState?> StateOfAsync(string account, CancellationToken cancellationToken) =>
        (await Suspensions.FindAsync(AccountName.Parse(account), cancellationToken))?.State;

    /// <summary>Starts the mail server, and what answers it.</summary>
    private protected abstract Task<MailServer> StartMailAsync();

    private async Task StartStackAsync(LocalStackOptions options)
    {
        var settings = new Dictionary<string, string>
        {
            ["Enforcement:Mode"] = "Enforce",
            ["AuthPolicy:Key"] = Key,
            ["AuthPolicy:Message"] = Refusal,
            ["AuthPolicy:PublishFailures"] = "true",
        };
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        // Its own Azurite where data are kept: the cloud is taken away and comes back.
        var storage = _data is null ? await SharedStorage.TakeAccountAsync() : null;
        Stack = await LocalStack.StartAsync(options with { Settings = settings, Storage = storage }, CancellationToken.None);
        var configuration = new Dictionary<string, string?> { ["Storage"] = Stack.Storage, ["EventHubs"] = Stack.Endpoint.ConnectionString, ["Geolocation:Databases"] = "none" };
        _services = new ServiceCollection()
            .AddLogging()
            .AddAbuseServerless(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build())
            .BuildServiceProvider();
        Suspensions = _services.GetRequiredService<SuspensionTable>();
    }
}
