using Microsoft.Extensions.Options;

namespace AbuseServerless.AuthPolicy;

/// <summary>The keys by which mail servers are known. Without any, nobody is.</summary>
public sealed class PolicyKeys
{
    /// <summary>Name of the header in which Dovecot sends a key that holds no colon.</summary>
    public const string Header = AccessKeys.Header;

    private readonly AccessKeys _keys;

    /// <summary>Takes the keys from the settings.</summary>
    public PolicyKeys(IOptions<AuthPolicyOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _keys = new AccessKeys(options.Value.Key, options.Value.NextKey);
    }

    /// <inheritdoc cref="AccessKeys.Any"/>
    public bool Any => _keys.Any;

    /// <inheritdoc cref="AccessKeys.Admit"/>
    public bool Admit(string? apiKey, string? authorization) => _keys.Admit(apiKey, authorization);
}
