namespace AbuseServerless.Mail.Tests.MailServers;

/// <summary>Where Dovecot finds its policy server.</summary>
/// <param name="Url">Without the query.</param>
/// <param name="Header">The header with the key, as it stands in the configuration.</param>
internal sealed record PolicyServerAddress(Uri Url, string Header)
{
    /// <summary>How long it waits for an answer before it goes on without; generous, for a machine that is busy.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(8);
}
