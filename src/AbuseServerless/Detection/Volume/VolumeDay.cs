using System.Runtime.InteropServices;
using AbuseServerless.Detection.Account;
using AbuseServerless.Detection.Familiarity;

namespace AbuseServerless.Detection.Volume;

/// <summary>What an account sent on one of the last three days (UTC).</summary>
internal sealed class VolumeDay
{
    /// <summary>Minutes of a quarter of an hour.</summary>
    public const int Minutes = 15;

    private const int Quarters = MinuteSet.ADay / Minutes;

    // Quarters of an hour, ascending, with the recipients of the largest message.
    private readonly List<(int At, int Recipients)> _quarters = [];

    // The same of strange use, by minute; and of strange use from watch-only networks.
    private readonly List<(int At, int Recipients)> _strange = [];
    private readonly List<(int At, int Recipients)> _watchOnly = [];

    /// <summary>The day, in days since 1970-01-01.</summary>
    public long Day { get; private set; }

    /// <summary>Whether there was use from networks in which the account is not established.</summary>
    public bool HasStrange => IsStrange || _watchOnly.Count > 0;

    /// <summary>The same, without watch-only networks.</summary>
    public bool IsStrange => _strange.Count > 0;

    /// <summary>The last quarter hour with unfamiliar use, 0 to 95; 0 if there was none.</summary>
    public int LastQuarter => Math.Max(_strange is [.., var one] ? one.At : 0, _watchOnly is [.., var other] ? other.At : 0) / Minutes;

    /// <summary>Becomes a day of which nothing is known.</summary>
    public void Begin(long day)
    {
        Day = day;
        _quarters.Clear();
        _strange.Clear();
        _watchOnly.Clear();
    }

    /// <summary>Adds a sighting of this day.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool Add(in Sighting sighting)
    {
        var minute = (int)(sighting.Time.UtcTicks % TimeSpan.TicksPerDay / TimeSpan.TicksPerMinute);
        var recipients = Math.Max(1, sighting.Recipients);
        var changed = Put(_quarters, minute / Minutes, recipients, Quarters);
        return sighting.IsNotEstablished ? changed | Put(sighting.Place.IsWatchOnly ? _watchOnly : _strange, minute, recipients, VolumeEvidence.MaximumMinutes) : changed;
    }

    /// <summary>What counts for what is usual.</summary>
    public (long Day, int Messages, long Recipients) Total()
    {
        var all = 0L;
        foreach (var (_, recipients) in _quarters)
        {
            all += recipients;
        }

        return (Day, _quarters.Count, all);
    }

    /// <summary>The most unfamiliar use within the given minutes, separately by each measure, with the minute of the day, 0 to 1439, at which the first window with so much ends.</summary>
    /// <param name="minutes">1 to 1440.</param>
    /// <param name="watchOnly">Whether that of watch-only networks is among it.</param>
    /// <param name="least">Messages that it takes to count recipients.</param>
    public ((int Number, int At) Messages, (long Number, int At) Recipients) Most(int minutes, bool watchOnly, int least)
    {
        var all = watchOnly && _watchOnly.Count > 0 ? Merged() : _strange;
        var (messages, recipients) = ((Number: 0, At: 0), (Number: 0L, At: 0));
        var (first, sum) = (0, 0L);
        for (var i = 0; i < all.Count; i++)
        {
            sum += all[i].Recipients;
            for (; all[i].At - all[first].At >= minutes; first++)
            {
                sum -= all[first].Recipients;
            }

            var number = i - first + 1;
            messages = number > messages.Number ? (number, all[i].At) : messages;
            recipients = number >= least && sum > recipients.Number ? (sum, all[i].At) : recipients;
        }

        return (messages, recipients);
    }

    /// <summary>Writes it.</summary>
    /// <param name="writer">Takes the bytes.</param>
    /// <param name="isLast">Whether nothing follows: of most days there are a few quarters of an hour then, and no number of them.</param>
    public void Encode(ref CompactWriter writer, bool isLast)
    {
        if (isLast && !HasStrange)
        {
            EncodeAll(ref writer, _quarters);
            return;
        }

        writer.Natural((ulong)_quarters.Count << 1 | (HasStrange ? 1UL : 0));
        EncodeAll(ref writer, _quarters);
        if (HasStrange)
        {
            writer.Natural((ulong)_strange.Count);
            EncodeAll(ref writer, _strange);
            writer.Natural((ulong)_watchOnly.Count);
            EncodeAll(ref writer, _watchOnly);
        }
    }

    /// <summary>Reads what <see cref="Encode"/> wrote; nothing is known of the day before.</summary>
    public void Decode(ref CompactReader reader, bool isLast, bool hasStrange)
    {
        if (isLast && !hasStrange)
        {
            Decode(ref reader, _quarters, null, Quarters);
            return;
        }

        var quarters = reader.Natural();
        Decode(ref reader, _quarters, checked((int)(quarters >> 1)), Quarters);
        if ((quarters & 1) != 0)
        {
            Decode(ref reader, _strange, reader.Count(), MinuteSet.ADay);
            Decode(ref reader, _watchOnly, reader.Count(), MinuteSet.ADay);
        }
    }

    // A set of minutes with the largest of each: the same however often and in whichever order things come. Where it is full, the earliest stay.
    private static bool Put(List<(int At, int Recipients)> all, int at, int recipients, int most)
    {
        var i = all.Count;
        while (i > 0 && all[i - 1].At > at)
        {
            i--;
        }

        if (i > 0 && all[i - 1].At == at)
        {
            if (all[i - 1].Recipients >= recipients)
            {
                return false;
            }

            all[i - 1] = (at, recipients);
            return true;
        }

        if (i == most)
        {
            return false;
        }

        all.Insert(i, (at, recipients));
        if (all.Count > most)
        {
            all.RemoveAt(most);
        }

        return true;
    }

    private List<(int At, int Recipients)> Merged()
    {
        List<(int At, int Recipients)> all = [.. _strange];
        foreach (var (at, recipients) in _watchOnly)
        {
            Put(all, at, recipients, int.MaxValue);
        }

        return all;
    }

    // Most messages have one recipient: twice the distance from the one before, and one more where their number follows.
    private static void EncodeAll(ref CompactWriter writer, List<(int At, int Recipients)> all)
    {
        var before = 0;
        foreach (var (at, recipients) in CollectionsMarshal.AsSpan(all))
        {
            writer.Natural((ulong)(at - before) << 1 | (recipients > 1 ? 1UL : 0));
            if (recipients > 1)
            {
                writer.Natural((ulong)recipients);
            }

            before = at;
        }
    }

    // So many of them; null for as many as there are.
    private static void Decode(ref CompactReader reader, List<(int At, int Recipients)> all, int? count, int end)
    {
        for (var (i, before) = (0, 0); count is { } most ? i < most : !reader.IsAtEnd; i++)
        {
            var next = reader.Natural();
            before = checked(before + (int)Math.Min(next >> 1, int.MaxValue));
            if (before >= end)
            {
                throw new FormatException("Stored activity is damaged: a day has an impossible minute.");
            }

            all.Add((before, (next & 1) == 0 ? 1 : checked((int)reader.Natural())));
        }
    }
}
