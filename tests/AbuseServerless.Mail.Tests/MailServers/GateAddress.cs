using System.Globalization;

namespace AbuseServerless.Mail.Tests.MailServers;

/// <summary>Where Postfix finds the gate.</summary>
/// <param name="Port">TCP port of 127.0.0.1.</param>
internal sealed record GateAddress(int Port)
{
    /// <summary>The settings of the documentation, with the usual port replaced, and a time limit for a machine that is busy.</summary>
    public string Settings => DocumentedSettings.Under("The gate", "Postfix")
        .Replace("127.0.0.1:8482", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}"), StringComparison.Ordinal)
        .Replace("timeout=2s", "timeout=8s", StringComparison.Ordinal);
}
