using AbuseServerless.Accounts;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Gate.Aliases;

/// <summary>Registers the aliases, for the gate and for the queue helper.</summary>
internal static class Registration
{
    /// <summary>Adds them.</summary>
    public static void AddAliases(this IServiceCollection services)
    {
        services.AddSingleton(provider => new AccountAliases(provider.GetRequiredService<IOptions<GateOptions>>().Value.TagSeparator));
        services.AddSingleton<AliasKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<AliasKeeper>());
    }
}
