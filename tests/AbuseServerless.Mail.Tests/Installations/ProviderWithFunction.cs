using AbuseServerless.Mail.Tests.MailServers;

namespace AbuseServerless.Mail.Tests.Installations;

/// <summary>A provider whose Dovecot asks the function in the cloud.</summary>
public sealed class ProviderWithFunction : Provider
{
    private protected override Task<MailServer> StartMailAsync() => MailServer.StartAsync(new PolicyServerAddress(PolicyFunction, Key));
}
