using System.Diagnostics;

namespace AbuseServerless.PowerShell.Cmdlets;

/// <summary>Counts what becomes of the items of one command.</summary>
internal sealed class BulkTally(string doing)
{
    private readonly Stopwatch _time = Stopwatch.StartNew();
    private readonly List<string> _failed = [];
    private long _done;
    private long _unchanged;

    /// <summary>Items that were dealt with.</summary>
    public long Processed => _done + _unchanged + _failed.Count;

    /// <summary>One was dealt with.</summary>
    /// <param name="changed">Whether it was changed by that.</param>
    public void Count(bool changed) => _ = changed ? _done++ : _unchanged++;

    /// <summary>One was not changed, or is not known to be.</summary>
    public void Fail(string item) => _failed.Add(item);

    /// <summary>What became of all of them.</summary>
    /// <param name="underWay">Items of which it is not known.</param>
    /// <param name="interrupted">Whether the command ended before its time.</param>
    public GeoTally Sum(IEnumerable<string> underWay, bool interrupted)
    {
        string[] notDone = [.. _failed, .. underWay];
        return new GeoTally(doing, _done, _unchanged, notDone.Length, notDone, interrupted, _time.Elapsed);
    }
}
