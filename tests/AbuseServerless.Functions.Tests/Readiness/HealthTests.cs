using System.Diagnostics;
using System.Globalization;
using System.Net;
using AbuseServerless.Local.Stack;

namespace AbuseServerless.Functions.Tests.Readiness;

/// <summary>Live and ready as a load balancer or a monitor meets them: real HTTP, real worker, real Azurite.</summary>
public sealed class HealthTests : IDisposable
{
    private const string Ok = """{"status":"ok","failing":[]}""";

    private const string Ready = """{"status":"ok","failing":[],"mode":"Observe"}""";

    private readonly HttpClient _client = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Without_storage_the_functions_live_and_are_not_ready_until_it_is_back()
    {
        // Its own Azurite, since it is frozen.
        await using var stack = await LocalStack.StartAsync(new LocalStackOptions(), Cancellation);
        await UntilReadyAsync(stack, (HttpStatusCode.OK, Ready));
        Assert.Equal((HttpStatusCode.OK, Ok), await GetAsync(stack, "live"));

        // Frozen: had it ended, the stack would start it again.
        await SignalAsync(stack, "-STOP");
        await UntilReadyAsync(stack, (HttpStatusCode.ServiceUnavailable, """{"status":"failing","failing":["storage"],"mode":"Observe"}"""));
        Assert.Equal((HttpStatusCode.OK, Ok), await GetAsync(stack, "live"));

        await SignalAsync(stack, "-CONT");
        await UntilReadyAsync(stack, (HttpStatusCode.OK, Ready));
    }

    [Fact]
    public async Task Databases_that_are_too_old_make_the_functions_not_ready()
    {
        await using var stack = await Stacks.StartAsync(
            new LocalStackOptions { Settings = new Dictionary<string, string> { ["Geolocation:LongestAge"] = "1.00:00:00" } }, Cancellation);
        await UntilReadyAsync(stack, (HttpStatusCode.ServiceUnavailable, """{"status":"failing","failing":["geolocation"],"mode":"Observe"}"""));
    }

    [Fact]
    public async Task Databases_that_cannot_be_opened_are_named_and_nothing_else_is_told()
    {
        await using var stack = await Stacks.StartAsync(
            new LocalStackOptions { Settings = new Dictionary<string, string> { ["Geolocation:Databases"] = "nowhere.mmdb" } }, Cancellation);
        await UntilReadyAsync(stack, (HttpStatusCode.ServiceUnavailable, """{"status":"failing","failing":["geolocation"],"mode":"Observe"}"""));
    }

    private static async Task SignalAsync(LocalStack stack, string signal)
    {
        using var kill = Process.Start("kill", [signal, stack.Azurite.ProcessId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Cancellation);
        Assert.Equal(0, kill.ExitCode);
    }

    private Task UntilReadyAsync(LocalStack stack, (HttpStatusCode, string) expected) => Eventually.HoldsAsync(async () => await GetAsync(stack, "ready") == expected);

    private async Task<(HttpStatusCode, string)> GetAsync(LocalStack stack, string what)
    {
        using var response = await _client.GetAsync(new Uri(stack.Host.HttpAddress, "api/health/" + what), Cancellation);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }
}
