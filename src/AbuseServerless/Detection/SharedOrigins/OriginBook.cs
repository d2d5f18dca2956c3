namespace AbuseServerless.Detection.SharedOrigins;

/// <summary>Who was used at which origin, in memory: for a log what the table of origins is for the workers.</summary>
public sealed class OriginBook
{
    // The day before says who lives there, and a log may be some hours out of order.
    private const int Days = 3;

    private readonly SortedDictionary<long, Dictionary<ulong, OriginDay>> _days = [];

    /// <summary>Notes a use.</summary>
    /// <param name="use">The use.</param>
    /// <param name="limits">The thresholds; several where several are tried.</param>
    /// <returns>Who is to be told what; an account may be several times.</returns>
    public IReadOnlyList<SharedOrigin> Note(OriginUse use, IReadOnlyList<SharedOriginsOptions> limits)
    {
        var day = DayOf(use.Origin.Day);
        if (!day.TryGetValue(use.Origin.Number, out var origin))
        {
            day.Add(use.Origin.Number, origin = new OriginDay());
        }

        if (origin.Holds(use))
        {
            return [];
        }

        var before = OriginDay.Decode(origin.Encode());
        origin.Add(use);
        var residentsBefore = _days.GetValueOrDefault(use.Origin.Day - 1)?.GetValueOrDefault(use.Origin.Number)?.Residents ?? 0;
        return [.. limits.SelectMany(limit => origin.Tell(before, [use], limit, residentsBefore))];
    }

    private Dictionary<ulong, OriginDay> DayOf(long day)
    {
        if (!_days.TryGetValue(day, out var origins))
        {
            _days.Add(day, origins = []);
            foreach (var old in _days.Keys.TakeWhile(other => other <= _days.Keys.Last() - Days).ToList())
            {
                _days.Remove(old);
            }
        }

        return origins;
    }
}
