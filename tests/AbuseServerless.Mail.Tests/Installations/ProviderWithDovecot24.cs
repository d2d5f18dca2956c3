using AbuseServerless.Mail.Tests.MailServers;

namespace AbuseServerless.Mail.Tests.Installations;

/// <summary>A provider whose Dovecot 2.4 asks the function in the cloud.</summary>
public class ProviderWithDovecot24 : Provider
{
    internal override string? Missing => MailPackages.Missing ?? MailPackages.MissingOf(DovecotPackage.Of24);

    /// <summary>Whom Dovecot asks.</summary>
    private protected virtual PolicyServerAddress Policy => new(PolicyFunction, Key);

    private protected override Task<MailServer> StartMailAsync() => MailServer.StartAsync(Policy, dovecot: DovecotPackage.Of24);
}
