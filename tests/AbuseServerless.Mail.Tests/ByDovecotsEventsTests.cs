using AbuseServerless.Mail.Tests.Installations;

namespace AbuseServerless.Mail.Tests;

/// <summary>Dovecot asks the function in the cloud, and tells of logins by its event exporter instead of reports.</summary>
public sealed class ByDovecotsEventsTests(ProviderWithEventExporter provider) : SubmissionTests(provider), IClassFixture<ProviderWithEventExporter>;
