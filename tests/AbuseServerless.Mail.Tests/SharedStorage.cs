using AbuseServerless.Testing.Runtime;

[assembly: AssemblyFixture(typeof(SharedAzurite))]

namespace AbuseServerless.Mail.Tests;

/// <summary>The Azurite of all tests.</summary>
internal static class SharedStorage
{
    /// <summary>Connection string of an account without tables.</summary>
    public static async Task<string> TakeAccountAsync() => await (await TestContext.Current.GetFixture<SharedAzurite>())!.TakeAccountAsync();
}
