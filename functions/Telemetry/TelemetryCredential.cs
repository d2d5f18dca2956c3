using Azure.Core;
using Azure.Identity;

namespace AbuseServerless.Functions.Telemetry;

/// <summary>With what identity telemetry is sent to Application Insights: the setting by which the Functions host knows it, so that there is one for both.</summary>
internal static class TelemetryCredential
{
    /// <summary>Name of the setting: <c>Authorization=AAD</c>, and <c>;ClientId=…</c> for a user-assigned identity.</summary>
    public const string Setting = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <summary>The credential that the setting asks for; null where it is empty, for a component that takes telemetry from everybody.</summary>
    /// <exception cref="InvalidOperationException">The setting cannot be read.</exception>
    public static TokenCredential? Of(string? setting)
    {
        if (string.IsNullOrWhiteSpace(setting))
        {
            return null;
        }

        var parts = setting.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2))
            .Where(part => part.Length == 2)
            .ToLookup(part => part[0].Trim(), part => part[1].Trim(), StringComparer.OrdinalIgnoreCase);
        if (!parts["Authorization"].Contains("AAD", StringComparer.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException($"Setting {Setting} must hold Authorization=AAD, and ClientId=… for a user-assigned identity.");
        }

        return new ManagedIdentityCredential(
            parts["ClientId"].FirstOrDefault() is { Length: > 0 } clientId ? ManagedIdentityId.FromUserAssignedClientId(clientId) : ManagedIdentityId.SystemAssigned);
    }
}
