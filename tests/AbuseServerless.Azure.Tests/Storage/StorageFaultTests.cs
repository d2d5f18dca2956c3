using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AbuseServerless.Accounts;
using AbuseServerless.Azure.Presence;
using AbuseServerless.Azure.Storage;
using AbuseServerless.Local.Processes;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Tests.Storage;

/// <summary>Faults of the real service in the words of this program.</summary>
public sealed class StorageFaultTests
{
    private static readonly AccountName Alice = AccountName.Parse("alice@example.jp");

    [Fact]
    public async Task A_service_that_is_not_there_is_unavailable()
    {
        var worker = Worker.On($"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={AzuriteOptions.WellKnownKey};TableEndpoint=http://127.0.0.1:1/devstoreaccount1;");
        var fault = await Assert.ThrowsAsync<StorageException>(() => worker.Suspensions.FindAsync(Alice, TestContext.Current.CancellationToken));
        Assert.Equal(StorageFault.Unavailable, fault.Fault);
        Assert.StartsWith("Reading a suspension (table Suspensions) failed: the service could not be reached", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("alice", fault.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_service_that_accepts_a_request_and_never_answers_is_unavailable_in_plain_words()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var options = new TableClientOptions { Retry = { MaxRetries = 1, Delay = TimeSpan.FromMilliseconds(1), NetworkTimeout = TimeSpan.FromMilliseconds(100) } };
        var tables = new Tables(StorageConnection.Open(
            string.Create(CultureInfo.InvariantCulture, $"DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey={AzuriteOptions.WellKnownKey};TableEndpoint=http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/devstoreaccount1;"), options));

        var fault = await Assert.ThrowsAsync<StorageException>(() => new PresenceTable(tables).ReadAsync(TestContext.Current.CancellationToken));

        Assert.Equal(StorageFault.Unavailable, fault.Fault);
        Assert.EndsWith(" failed: the service did not answer in time.", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_key_is_denied_and_stays_unseen()
    {
        await using var storage = await TestStorage.StartAsync();
        var key = Convert.ToBase64String(new byte[32]);
        var worker = Worker.On(storage.ConnectionString.Replace(AzuriteOptions.WellKnownKey, key, StringComparison.Ordinal));
        var fault = await Assert.ThrowsAsync<StorageException>(() => worker.Suspensions.FindAsync(Alice, TestContext.Current.CancellationToken));
        Assert.Equal(StorageFault.Denied, fault.Fault);
        Assert.DoesNotContain(key, fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_an_outage_the_same_worker_goes_on()
    {
        // Its own, since it is stopped.
        await using var azurite = await Azurite.StartAsync(new AzuriteOptions(), TestContext.Current.CancellationToken);
        using var worker = Worker.On(azurite.ConnectionString);
        await azurite.StopAsync();
        await Assert.ThrowsAsync<StorageException>(() => worker.Processor.ProcessAsync(Worker.Batch([Worker.Event("alice", 1, 0)]), TestContext.Current.CancellationToken));
        await azurite.RestartAsync(TestContext.Current.CancellationToken);
        await worker.Processor.ProcessAsync(Worker.Batch([Worker.Event("alice", 1, 0)]), TestContext.Current.CancellationToken);
        Assert.NotNull(await worker.Activity.FindAsync(AccountName.Parse("alice"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AccountName=x")]
    public void A_connection_string_that_is_none_names_the_setting(string connectionString) =>
        Assert.Contains("Setting Storage", Assert.Throws<InvalidOperationException>(() => TestStorage.Open(connectionString)).Message, StringComparison.Ordinal);
}
