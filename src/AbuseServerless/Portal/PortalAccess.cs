using AbuseServerless.AuthPolicy;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Portal;

/// <summary>Which portal a request comes from. Without a key, none.</summary>
public sealed class PortalAccess
{
    private readonly (string Name, AccessKeys Key)[] _keys;

    /// <summary>Takes the keys from the settings.</summary>
    public PortalAccess(IOptions<PortalOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _keys = [.. options.Value.Keys.Select(key => (key.Name, new AccessKeys(key.Key)))];
    }

    /// <summary>The portal whose key a request carries, as the audit log names it; null where it carries none. All keys are always compared.</summary>
    /// <param name="apiKey">Value of <see cref="AccessKeys.Header"/>; null where it is missing.</param>
    /// <param name="authorization">Value of <c>Authorization</c>: <c>Bearer KEY</c>, or <c>Basic</c> with the key as password; null where it is missing.</param>
    public string? Admit(string? apiKey, string? authorization)
    {
        string? name = null;
        foreach (var key in _keys)
        {
            name = key.Key.Admit(apiKey, authorization) ? key.Name : name;
        }

        return name is null ? null : "portal:" + name;
    }
}
