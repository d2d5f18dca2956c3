using AbuseServerless.AuthPolicy;
using AbuseServerless.Gate.Listening;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate;

/// <summary>What one setting alone cannot tell.</summary>
internal sealed class GateOptionsValidation(IOptions<AuthPolicyOptions> policy) : IValidateOptions<GateOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, GateOptions options) =>
        ListenAddress.TryParse(options.Http, out var http) && !http.IsLocal && string.IsNullOrEmpty(policy.Value.Key)
            ? ValidateOptionsResult.Fail($"Setting Gate:Http is {http}, which other hosts reach: set AuthPolicy:Key, or listen on 127.0.0.1, [::1] or a unix socket.")
            : ValidateOptionsResult.Success;
}
