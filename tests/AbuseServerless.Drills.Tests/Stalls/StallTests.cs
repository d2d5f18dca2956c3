using System.Globalization;
using AbuseServerless.Drills.Tests.Rig;
using AbuseServerless.Local.Stack;

namespace AbuseServerless.Drills.Tests.Stalls;

/// <summary>Storage, hub or worker stands still under load and goes on, or is killed where it stands. <c>DRILL_STALL_SECONDS</c> makes each stall as long as that.</summary>
public sealed class StallTests
{
    private const int Stalls = 4;

    private static readonly int Longest =
        int.TryParse(Environment.GetEnvironmentVariable("DRILL_STALL_SECONDS"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 6;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Part.Storage, 1)]
    [InlineData(Part.Storage, 2)]
    [InlineData(Part.Storage, 3)]
    [InlineData(Part.Hub, 1)]
    [InlineData(Part.Hub, 2)]
    [InlineData(Part.Worker, 1)]
    [InlineData(Part.Worker, 2)]
    public async Task What_stands_still_under_load_loses_and_doubles_nothing(Part part, int seed)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Needs /proc and signals.");
        using var folder = new TemporaryFolder();
        await File.WriteAllBytesAsync(folder["world.mmdb"], World.Database(), Cancellation);
        var random = new Random(100 * seed + (int)part);
        var logins = Workload.Of(seed, logins: 4_000);
        var told = "";
        var acknowledged = false;
        var killed = 0;
        await using (var program = await RunningProgram.StartAsync(folder["data"], Installation.Settings(folder["world.mmdb"])))
        {
            var publishing = PublishAsync(program, logins);
            for (var stall = 0; stall < Stalls; stall++)
            {
                // A moment before, while or after Azurite saves, which it does every five seconds; then the stall itself.
                await Task.Delay(random.Next(3_000), Cancellation);
                var id = await StopAsync(program, part);
                await Task.Delay(TimeSpan.FromSeconds(Longest == 6 ? 1 + random.Next(6) : Longest), Cancellation);
                if (part != Part.Hub && random.Next(2) == 0)
                {
                    killed += Processes.Kill(id) ? 1 : 0;
                }
                else
                {
                    Processes.Signal(id, "CONT");
                }
            }

            acknowledged = await publishing;
            told = await program.EndAsync(gracefully: random.Next(2) == 0);
        }

        await using var installation = await Installation.StartAsync(new LocalStackOptions { Data = folder["data"] });
        await installation.SettleAsync();

        // The hub has what it acknowledged, and what a sender whom it told nothing has sent again.
        var byLine = logins.ToDictionary(login => login.Line);
        var accepted = installation.Messages().Select(line => byLine[line]).ToList();
        Assert.True(!acknowledged || accepted.Distinct().Count() == logins.Length, told);
        await installation.CheckAsync(accepted, login => World.Countries[login.Country]);
        Figures.Print(new
        {
            part = part.ToString(),
            seed,
            events = accepted.Count,
            stalls = Stalls,
            killed,
            azuriteEnded = told.Split("Azurite ended").Length - 1,
            failedBatches = told.Split("Retrying the batch").Length - 1,
            rows = await installation.CountRowsAsync(),
            suspended = (await installation.SuspendedAsync()).Count,
        });
    }

    // The load: a few at a time, so that it goes on over the stalls.
    private static async Task<bool> PublishAsync(RunningProgram program, Login[] logins)
    {
        var acknowledged = true;
        foreach (var chunk in logins.Chunk(25))
        {
            acknowledged &= await program.TryPublishAsync(chunk);
            await Task.Delay(50, Cancellation);
        }

        return acknowledged;
    }

    private static async Task<int> StopAsync(RunningProgram program, Part part)
    {
        var stopped = 0;
        await Eventually.HoldsAsync(() => program.IdOf(part) is { } id && Processes.Signal(stopped = id, "STOP"));
        return stopped;
    }
}
