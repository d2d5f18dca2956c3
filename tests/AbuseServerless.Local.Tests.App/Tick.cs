using Microsoft.Azure.Functions.Worker;

namespace AbuseServerless.Local.Tests.App;

/// <summary>Records when a timer runs.</summary>
public sealed class Tick(Notebook notebook)
{
    /// <summary>Runs on the schedule of the setting <c>Tick:Schedule</c>; fails while the notebook says <c>fail</c>.</summary>
    [Function(nameof(Tick))]
    public void Run([TimerTrigger("%Tick:Schedule%")] TimerInfo timer)
    {
        var fails = notebook.Says("fail");
        notebook.Write(new { Function = nameof(Tick), Environment.ProcessId, At = TimeProvider.System.GetUtcNow(), Next = timer.ScheduleStatus?.Next, Fails = fails });
        if (fails)
        {
            throw new InvalidOperationException("Told to fail.");
        }
    }
}
