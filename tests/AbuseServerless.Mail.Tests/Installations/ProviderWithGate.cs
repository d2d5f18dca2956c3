using AbuseServerless.Gate.Tests.Running;
using AbuseServerless.Mail.Tests.MailServers;

namespace AbuseServerless.Mail.Tests.Installations;

/// <summary>A provider with the gate beside its mail server: Dovecot asks it about logins, and Postfix about messages.</summary>
public sealed class ProviderWithGate : Provider
{
    private readonly DirectoryInfo _folder;

    public ProviderWithGate()
        : this(Directory.CreateTempSubdirectory("provider-"))
    {
    }

    private ProviderWithGate(DirectoryInfo folder)
        : base(folder.CreateSubdirectory("cloud").FullName) => _folder = folder;

    internal GateProcess Gate { get; private set; } = null!;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (Gate is not null)
        {
            await Gate.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private protected override async Task<MailServer> StartMailAsync()
    {
        Gate = await GateProcess.StartAsync(
            new Dictionary<string, string>
            {
                ["Storage"] = Stack.Azurite.ConnectionString,
                ["EventHubs"] = Stack.Endpoint.ConnectionString,
                ["AuthPolicy:Message"] = Refusal,
                ["AuthPolicy:PublishFailures"] = "true",
                ["Enforcement:Mode"] = "Enforce",
                ["Gate:Data"] = _folder.CreateSubdirectory("gate").FullName,
            },
            CancellationToken.None);
        return await MailServer.StartAsync(new PolicyServerAddress(Gate.Http.BaseAddress!, Key: null), new GateAddress(Gate.PostfixPort));
    }
}
