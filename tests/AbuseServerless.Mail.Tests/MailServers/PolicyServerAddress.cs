namespace AbuseServerless.Mail.Tests.MailServers;

/// <summary>Where Dovecot finds its policy server.</summary>
/// <param name="Url">Without the query.</param>
/// <param name="Key">What opens it; null where it needs none.</param>
internal sealed record PolicyServerAddress(Uri Url, string? Key)
{
    /// <summary>Whether Dovecot tells of logins by its event exporter and not by reports.</summary>
    public bool ExportsEvents { get; init; }

    /// <summary>The settings of the documentation for a version, with the example's address and key replaced, and a time limit for a machine that is busy.</summary>
    public string SettingsOf(string version) =>
        Here(DocumentedSettings.Under($"Dovecot {version}")) + (ExportsEvents ? "\nauth_policy_report_after_auth = no\n" + Here(DocumentedSettings.Under($"Events of Dovecot {version}")) : "");

    private string Here(string settings) => string.Join('\n', settings.Split('\n').Where(line => Key is not null || !line.Contains("KEY", StringComparison.Ordinal)))
        .Replace("https://APP.azurewebsites.net/api/policy", Url.ToString(), StringComparison.Ordinal)
        .Replace("https://dovecot:KEY@APP.azurewebsites.net", $"http://dovecot:{Key}@{Url.Authority}", StringComparison.Ordinal)
        .Replace("Bearer KEY", "Bearer " + Key, StringComparison.Ordinal)
        .Replace("timeout_msecs = 2000", "timeout_msecs = 8000", StringComparison.Ordinal)
        .Replace("= 2secs", "= 8secs", StringComparison.Ordinal)
        .Replace("absolute_timeout = 2s", "absolute_timeout = 8s", StringComparison.Ordinal);
}
