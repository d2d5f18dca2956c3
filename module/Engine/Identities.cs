using System.Buffers.Text;
using System.Text.Json;
using AbuseServerless.PowerShell.Boundary;
using Azure.Core;
using Azure.Identity;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Who signs in to Microsoft Entra ID, and by what name the audit log knows them.</summary>
internal static class Identities
{
    private const string Storage = "https://storage.azure.com/.default";

    // What names a person, then what names a program.
    private static readonly string[] Names = ["upn", "preferred_username", "unique_name", "email", "app_displayname", "appid", "azp", "oid"];

    /// <summary>What is asked for tokens.</summary>
    public static TokenCredential Credential(ConnectionTarget target) => target switch
    {
        { DeviceCode: { } tell } => new DeviceCodeCredential(new DeviceCodeCredentialOptions
        {
            TenantId = target.TenantId,
            DeviceCodeCallback = (code, _) =>
            {
                tell(code.Message);
                return Task.CompletedTask;
            },
        }),
        { ManagedIdentity: true } => new ManagedIdentityCredential(
            target.ClientId is { } client ? ManagedIdentityId.FromUserAssignedClientId(client) : ManagedIdentityId.SystemAssigned),
        _ => new DefaultAzureCredential(new DefaultAzureCredentialOptions { TenantId = target.TenantId }),
    };

    /// <summary>The name in a token: of a user the sign-in name, of a program its id. Null where the token does not tell.</summary>
    /// <exception cref="EngineException">Nobody could be signed in.</exception>
    public static Task<string?> NameAsync(TokenCredential credential, CancellationToken cancellationToken) => Faults.TranslateAsync(async () =>
    {
        try
        {
            return NameIn((await credential.GetTokenAsync(new TokenRequestContext([Storage]), cancellationToken).ConfigureAwait(false)).Token);
        }
        catch (Exception e) when (Azure.Storage.StorageException.IsFault(e))
        {
            throw Azure.Storage.StorageException.From(e, "Signing in");
        }
    });

    /// <summary>The name in a JSON Web Token.</summary>
    public static string? NameIn(string token)
    {
        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]));
            return Names
                .Select(name => claims.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null)
                .FirstOrDefault(value => !string.IsNullOrEmpty(value));
        }
        catch (Exception e) when (e is JsonException or FormatException or IndexOutOfRangeException)
        {
            return null;
        }
    }
}
