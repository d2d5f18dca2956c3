using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Shows how far work on many items has come, once it has taken a second, and five times a second at the most.</summary>
internal sealed class BulkProgress(Cmdlet cmdlet, string activity)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly Stopwatch _time = Stopwatch.StartNew();
    private TimeSpan _next = Patience;
    private bool _isShown;

    /// <param name="count">How many are done.</param>
    /// <param name="percent">Of all of them, 0 to 100; -1 where it is not known how many there are.</param>
    public void Show(long count, int percent = -1)
    {
        if (IsTime())
        {
            cmdlet.WriteProgress(new ProgressRecord(0, activity, count.ToString("N0", CultureInfo.CurrentCulture)) { PercentComplete = percent });
        }
    }

    /// <param name="share">Of the whole, 0 to 1.</param>
    public void ShowShare(double share)
    {
        if (IsTime())
        {
            cmdlet.WriteProgress(new ProgressRecord(0, activity, share.ToString("P0", CultureInfo.CurrentCulture)) { PercentComplete = (int)(100 * share) });
        }
    }

    public void End()
    {
        if (_isShown)
        {
            cmdlet.WriteProgress(new ProgressRecord(0, activity, " ") { RecordType = ProgressRecordType.Completed });
        }
    }

    private bool IsTime()
    {
        if (_time.Elapsed < _next)
        {
            return false;
        }

        _next = _time.Elapsed + Pause;
        return _isShown = true;
    }
}
