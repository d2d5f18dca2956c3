using AbuseServerless.Gate.Processes;

namespace AbuseServerless.Gate.Tests.Processes;

public sealed class ToolTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_that_hangs_is_stopped_and_said()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs sh.");
        var fault = await Assert.ThrowsAsync<IOException>(() => Tool.FinishAsync("/bin/sh", ["-c", "sleep 1000; true"], "", TimeSpan.FromMilliseconds(50), Cancellation));
        Assert.Equal("/bin/sh did not end within 0.05 seconds.", fault.Message);
    }

    [Fact]
    public async Task Who_asks_may_give_it_up_before()
    {
        using var given = new CancellationTokenSource();
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Tool.FinishAsync("/bin/sh", ["-c", "sleep 1000"], "", given.Token));
    }
}
