using Microsoft.Extensions.Configuration;

namespace AbuseServerless.Functions;

/// <summary>Settings that refer to a Key Vault: <c>@Microsoft.KeyVault(SecretUri=…)</c>, which the platform replaces by the secret.</summary>
internal static class KeyVaultReferences
{
    private const string Prefix = "@Microsoft.KeyVault(";

    /// <summary>Refuses references that were not replaced. The platform passes on the text of one that it cannot follow, and that text is no secret: as a key it would let everybody in.</summary>
    /// <exception cref="InvalidOperationException">The message names the settings.</exception>
    public static void EnsureResolved(IConfiguration configuration)
    {
        var unresolved = configuration.AsEnumerable().Where(setting => setting.Value?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) == true).Select(setting => setting.Key).ToList();
        if (unresolved.Count > 0)
        {
            throw new InvalidOperationException(
                $"Setting {string.Join(", ", unresolved.Order(StringComparer.Ordinal))} refers to a Key Vault secret that could not be read. Check that the secret exists and that the functions' identity may read it.");
        }
    }
}
