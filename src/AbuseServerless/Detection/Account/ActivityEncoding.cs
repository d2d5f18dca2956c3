using AbuseServerless.Detection.Time;

namespace AbuseServerless.Detection.Account;

/// <summary>
/// The bytes in which an account's activity is stored and cached: some 65 for an account with one place, one address and one network, 15 to 40 for each further place, 5 to 15 for each further network.
/// </summary>
/// <remarks>
/// <para>A header, the evidence that rows have had from the beginning, and sections. Header: version 1, verdicts (the one reached, and × 16 the one on record as historical), head slot, forgotten-until (ticks; 0 for never), and the partitions applied, with their number
/// first: number, sequence number, enqueued time (Unix milliseconds). Then places, addresses and counts (tags 1 to 3), each as its class writes it. Then, by tag, a section for each other kind of evidence that holds
/// something: twice its tag, and one more where a lag follows; the lag; its length; its bytes. Numbers are LEB128, negative ones zigzag.</para>
/// <para>A program keeps the bytes of a section that it does not know, and tells by the lag how far the head has moved since they were written. So a release that adds evidence, and going back from it, need
/// no order in which workers change. The first release knew no sections and leaves them out when it writes: evidence begins anew then, and nothing fails.</para>
/// </remarks>
public static class ActivityEncoding
{
    private const byte Version = 1;

    /// <summary>Writes an activity.</summary>
    public static byte[] Encode(AccountActivity activity)
    {
        // By index: an enumerator of an interface is an object, and this runs for every event.
        var writer = new CompactWriter(stackalloc byte[256]);
        writer.Byte(Version);
        writer.Byte((byte)((int)activity.Reached | (int)activity.ReachedHistorically << 4));
        writer.Whole(activity.Head.Index);
        writer.Natural((ulong)activity.ForgottenUntil.UtcTicks);
        writer.Natural((ulong)activity.Applied.Count);
        for (var i = 0; i < activity.Applied.Count; i++)
        {
            var applied = activity.Applied[i];
            writer.Natural((ulong)applied.Partition);
            writer.Whole(applied.SequenceNumber);
            writer.Whole(applied.Enqueued.ToUnixTimeMilliseconds());
        }

        for (var tag = 1; tag <= EvidenceKind.LastWithoutSection; tag++)
        {
            activity.OfTag(tag)!.Encode(ref writer, activity.Head);
        }

        WriteSections(ref writer, activity);
        return writer.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="FormatException">The bytes are of another version or damaged.</exception>
    public static AccountActivity Decode(ReadOnlySpan<byte> bytes)
    {
        var activity = new AccountActivity();
        Decode(bytes, activity);
        return activity;
    }

    /// <summary>Reads what <see cref="Encode"/> wrote, in place of what an activity holds.</summary>
    /// <inheritdoc cref="Decode(ReadOnlySpan{byte})"/>
    public static void Decode(ReadOnlySpan<byte> bytes, AccountActivity activity)
    {
        try
        {
            Read(bytes, activity);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw new FormatException("Stored activity is damaged: it holds an impossible time.", e);
        }
    }

    /// <summary>Reads what <see cref="Encode"/> wrote, in place of what an activity holds.</summary>
    /// <returns>False where the bytes are of another version or damaged: the activity is then that of an account of which nothing is known.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, AccountActivity activity)
    {
        try
        {
            Decode(bytes, activity);
            return true;
        }
        catch (FormatException)
        {
            activity.Clear();
            return false;
        }
    }

    private static void Read(ReadOnlySpan<byte> bytes, AccountActivity activity)
    {
        var reader = new CompactReader(bytes);
        if (reader.Byte() is var version && version != Version)
        {
            throw new FormatException($"Stored activity is of version {version}; this program reads version {Version}.");
        }

        var verdicts = reader.Byte();
        var head = new Slot(reader.Whole());
        activity.Restore(head, new DateTimeOffset((long)reader.Natural(), TimeSpan.Zero), (Verdict)(verdicts & 0xf), (Verdict)(verdicts >> 4));
        for (var left = reader.Count(); left > 0; left--)
        {
            activity.Restore(new EventPosition((int)reader.Natural(), reader.Whole(), DateTimeOffset.FromUnixTimeMilliseconds(reader.Whole())));
        }

        for (var tag = 1; tag <= EvidenceKind.LastWithoutSection; tag++)
        {
            activity.Restore(tag)!.Decode(ref reader, head);
        }

        while (!reader.IsAtEnd)
        {
            ReadSection(ref reader, activity);
        }
    }

    // Known and unknown ones in the order of their tags, so that the same activity is the same bytes.
    private static void WriteSections(ref CompactWriter writer, AccountActivity activity)
    {
        var unknown = 0;
        foreach (var tag in activity.Touched.Tags)
        {
            if (tag > EvidenceKind.LastWithoutSection && activity.OfTag(tag) is { IsEmpty: false } evidence)
            {
                WriteUnknown(ref writer, activity, ref unknown, tag);
                WriteTag(ref writer, tag, 0);
                var start = writer.Begin();
                evidence.Encode(ref writer, activity.Head);
                writer.End(start);
            }
        }

        WriteUnknown(ref writer, activity, ref unknown, int.MaxValue);
    }

    private static void WriteUnknown(ref CompactWriter writer, AccountActivity activity, ref int next, int below)
    {
        for (; next < activity.Unknown.Count && activity.Unknown[next].Tag < below; next++)
        {
            var (tag, lag, bytes) = activity.Unknown[next];
            WriteTag(ref writer, tag, lag);
            writer.Natural((ulong)bytes.Length);
            writer.Raw(bytes);
        }
    }

    private static void WriteTag(ref CompactWriter writer, int tag, long lag)
    {
        writer.Natural((ulong)tag << 1 | (lag > 0 ? 1UL : 0));
        if (lag > 0)
        {
            writer.Natural((ulong)lag);
        }
    }

    private static void ReadSection(ref CompactReader reader, AccountActivity activity)
    {
        var head = reader.Natural();
        var lag = (head & 1) == 0 ? 0 : (long)reader.Natural();
        var bytes = reader.Take(reader.Count());
        var tag = head >> 1 is > EvidenceKind.LastWithoutSection and <= int.MaxValue and var number ? (int)number : throw new FormatException("Stored activity is damaged: it has an impossible section.");
        if (lag < 0 || lag > activity.Head.Index)
        {
            throw new FormatException("Stored activity is damaged: a section is of an impossible time.");
        }

        if (activity.Restore(tag) is { } evidence)
        {
            if (!evidence.IsEmpty)
            {
                throw new FormatException("Stored activity is damaged: it has a section twice.");
            }

            var section = new CompactReader(bytes);
            evidence.Decode(ref section, new Slot(activity.Head.Index - lag));
            if (lag > 0)
            {
                evidence.Age(lag, activity.Head);
            }
        }
        else
        {
            activity.Restore(new UnknownSection(tag, lag, bytes.ToArray()));
        }
    }
}
