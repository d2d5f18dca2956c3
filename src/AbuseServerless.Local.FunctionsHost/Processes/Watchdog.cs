using System.Diagnostics;

namespace AbuseServerless.Local.FunctionsHost.Processes;

/// <summary>
/// Ties a child's life to ours, kill -9 included. The child is started through a shell that leaves a watchdog behind,
/// which reads a pipe whose only writer is our process, and then becomes the child (<c>exec</c>: so the id is the
/// child's). When we are gone, however that happened, the kernel closes our end and the watchdog kills the child.
/// Needs no native code, unlike PR_SET_PDEATHSIG, which besides follows the thread and not the process.
/// Windows is not covered: there a child outlives a parent that was killed.
/// </summary>
internal static class Watchdog
{
    /// <summary>The word that tells the watchdog that the child is gone and its id may belong to another process.</summary>
    public const string Released = "released";

    // The inner subshell is orphaned on purpose: the child must not find a child of its own that it never started.
    // Its output goes nowhere, or our reading of the child's output would not end with the child.
    private const string Script = """
        exec 3<&0
        ( (
          trap '' HUP INT QUIT TERM
          while read -r word <&3; do
            [ "$word" = released ] && exit 0
            kill -s "$word" $$
          done
          kill -s KILL $$
        ) </dev/null >/dev/null 2>&1 & )
        exec 3<&- </dev/null
        exec "$@"
        """;

    private const string SetSid = "/usr/bin/setsid";

    /// <summary>The way to start <paramref name="command"/> with a watchdog beside it.</summary>
    public static ProcessStartInfo Guard(ChildCommand command)
    {
        var start = new ProcessStartInfo { WorkingDirectory = command.WorkingDirectory ?? "", UseShellExecute = false };
        if (OperatingSystem.IsWindows())
        {
            start.FileName = command.Executable;
        }
        else
        {
            // A session of its own where there is setsid: Ctrl+C and a signal to our process group end us, and we
            // end our children in the right order.
            string[] shell = File.Exists(SetSid) ? [SetSid, "sh"] : ["sh"];
            start.FileName = shell[0];
            foreach (var argument in (string[])[.. shell[1..], "-c", Script, "watchdog", command.Executable])
            {
                start.ArgumentList.Add(argument);
            }
        }

        foreach (var argument in command.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in command.Environment)
        {
            if (value is null)
            {
                start.Environment.Remove(name);
            }
            else
            {
                start.Environment[name] = value;
            }
        }

        return start;
    }
}
