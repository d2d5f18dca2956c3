using AbuseServerless.Mail.Tests.MailServers;

namespace AbuseServerless.Mail.Tests.Installations;

/// <summary>A provider whose Dovecot 2.4 tells of logins by its event exporter alone.</summary>
public sealed class ProviderWithDovecot24Events : ProviderWithDovecot24
{
    private protected override PolicyServerAddress Policy => base.Policy with { ExportsEvents = true };
}
