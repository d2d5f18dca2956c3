using AbuseServerless.Accounts;

namespace AbuseServerless.Gate.Aliases;

/// <summary>Registers the aliases, for the gate and for the queue helper.</summary>
internal static class Registration
{
    /// <summary>Adds them.</summary>
    public static void AddAliases(this IServiceCollection services)
    {
        services.AddSingleton<AccountAliases>();
        services.AddSingleton<AliasKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<AliasKeeper>());
    }
}
