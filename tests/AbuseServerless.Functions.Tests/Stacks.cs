using AbuseServerless.Local.Stack;

[assembly: AssemblyFixture(typeof(AbuseServerless.Functions.Tests.GuardedAzurite))]

namespace AbuseServerless.Functions.Tests;

/// <summary>Stacks on the Azurite of all tests, which notices walks. One that keeps data, or whose Azurite is killed or frozen, has its own: it is started by <see cref="LocalStack"/> itself.</summary>
internal static class Stacks
{
    /// <inheritdoc cref="LocalStack.StartAsync"/>
    public static async Task<LocalStack> StartAsync(LocalStackOptions options, CancellationToken cancellationToken)
    {
        var azurite = await TestContext.Current.GetFixture<GuardedAzurite>();
        return await LocalStack.StartAsync(options with { Storage = await azurite!.TakeAccountAsync() }, cancellationToken);
    }
}
