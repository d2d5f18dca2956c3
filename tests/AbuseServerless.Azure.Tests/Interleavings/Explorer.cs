using System.Globalization;

namespace AbuseServerless.Azure.Tests.Interleavings;

/// <summary>Runs a scenario in many orders of its requests: all that take away at most so many turns, and so many that are drawn, with requests and answers that are lost.</summary>
/// <remarks><c>EXPLORE_PREEMPTIONS</c> and <c>EXPLORE_SEEDS</c> make it look further; a story that fails is told.</remarks>
internal static class Explorer
{
    private static readonly int Preemptions = Setting("EXPLORE_PREEMPTIONS", 1);
    private static readonly int Seeds = Setting("EXPLORE_SEEDS", 20);

    /// <summary>Runs a scenario.</summary>
    /// <param name="run">Does it once, in the order of a schedule, for an account of its own, and checks what came of it.</param>
    /// <returns>How many orders there were.</returns>
    public static async Task<int> RunAsync(Func<Schedule, string, Task> run)
    {
        var runs = 0;
        var open = new Stack<IReadOnlyList<int>>([[]]);
        while (open.TryPop(out var choices))
        {
            var schedule = new Schedule(choices);
            await RunAsync(run, schedule, $"order{++runs}@example.jp");
            foreach (var other in schedule.Others(Preemptions))
            {
                open.Push(other);
            }
        }

        for (var seed = 1; seed <= Seeds; seed++)
        {
            await RunAsync(run, new Schedule([]) { Random = new Random(seed) }, $"seed{seed}@example.jp");
            runs++;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{runs} orders");
        return runs;
    }

    private static async Task RunAsync(Func<Schedule, string, Task> run, Schedule schedule, string account)
    {
        try
        {
            await run(schedule, account);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"In this order of requests it went wrong ({account}):\n{string.Join('\n', schedule.Story)}\n{e.Message}", e);
        }
    }

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : usual;
}
