using System.IO.Hashing;
using AbuseServerless.Gate.Spool;

namespace AbuseServerless.Gate.Following;

/// <summary>Events that came into a spool after a follower's position was last saved: the process ended in between, so they are met again and not to be appended again.</summary>
internal sealed class Spooled
{
    private readonly Dictionary<UInt128, int> _events = [];

    /// <param name="segments">The spool.</param>
    /// <param name="first">Number of the first event that comes into question.</param>
    public Spooled(SpoolSegments segments, long first)
    {
        foreach (var body in segments.ReadFrom(first))
        {
            var hash = XxHash128.HashToUInt128(body.Span);
            _events[hash] = _events.GetValueOrDefault(hash) + 1;
        }
    }

    /// <summary>Whether the spool has an event; each that it has answers once.</summary>
    public bool Take(ReadOnlySpan<byte> body)
    {
        if (_events.Count == 0)
        {
            return false;
        }

        var hash = XxHash128.HashToUInt128(body);
        if (!_events.TryGetValue(hash, out var times))
        {
            return false;
        }

        if (times == 1)
        {
            _events.Remove(hash);
        }
        else
        {
            _events[hash] = times - 1;
        }

        return true;
    }
}
