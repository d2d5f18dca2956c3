using AbuseServerless.Mail.Tests.Installations;

namespace AbuseServerless.Mail.Tests;

/// <summary>Dovecot 2.4 asks the function in the cloud, and tells of logins by its event exporter instead of reports.</summary>
public sealed class Dovecot24ByEventsTests(ProviderWithDovecot24Events provider) : MailboxTests(provider), IClassFixture<ProviderWithDovecot24Events>;
