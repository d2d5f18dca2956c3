using Amqp;
using Amqp.Framing;
using Amqp.Sasl;
using Amqp.Types;

namespace AbuseServerless.Local.Tests.EventHubs;

/// <summary>A reader of partition 0 that speaks AMQP and never attaches anew.</summary>
internal sealed class PlainReader : IAsyncDisposable
{
    private readonly Connection connection;
    private readonly TaskCompletionSource<Error?> detached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PlainReader(Connection connection) => this.connection = connection;

    /// <summary>The error with which the endpoint ended the link.</summary>
    public Task<Error?> Detached => detached.Task;

    public static async Task<PlainReader> AttachAsync(Namespace space, long epoch)
    {
        var factory = new ConnectionFactory();
        factory.SASL.Profile = new CbsProfile();
        var reader = new PlainReader(await factory.CreateAsync(new Address($"amqp://127.0.0.1:{space.Endpoint.Port}")));

        var attached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var attach = new Attach
        {
            Source = new Source { Address = $"/{Namespace.Hub}/ConsumerGroups/{Namespace.Group}/Partitions/0" },
            Target = new Target(),
            Properties = new Fields { [new Symbol("com.microsoft:epoch")] = epoch },
        };
        var link = new ReceiverLink(new Session(reader.connection), "plain", attach, (_, _) => attached.SetResult());
        link.AddClosedCallback((_, error) => reader.detached.TrySetResult(error));
        await attached.Task.WaitAsync(Namespace.Patience);
        return reader;
    }

    public async ValueTask DisposeAsync() => await connection.CloseAsync();

    private sealed class CbsProfile() : SaslProfile("MSSBCBS")
    {
        protected override ITransport UpgradeTransport(ITransport transport) => transport;

        protected override DescribedList GetStartCommand(string hostname) => new SaslInit { Mechanism = "MSSBCBS" };

        protected override DescribedList OnCommand(DescribedList command) => null!;
    }
}
