using AbuseServerless.Mail.Tests.MailServers;

namespace AbuseServerless.Mail.Tests.Installations;

/// <summary>A provider whose Dovecot asks the function in the cloud, and tells of logins by its event exporter alone.</summary>
public sealed class ProviderWithEventExporter : Provider
{
    private protected override Task<MailServer> StartMailAsync() => MailServer.StartAsync(new PolicyServerAddress(PolicyFunction, Key) { ExportsEvents = true });
}
