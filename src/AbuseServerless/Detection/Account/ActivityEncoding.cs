using AbuseServerless.Detection.Addresses;
using AbuseServerless.Detection.Places;
using AbuseServerless.Detection.Rate;
using AbuseServerless.Detection.Time;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Detection.Account;

/// <summary>
/// The bytes in which an account's activity is stored and cached: some 55 for an account with one place and one address, 15 to 40 for each further place.
/// </summary>
/// <remarks>
/// Version 1: version, verdict, head slot, forgotten-until (ticks; 0 for never), and four lists, each with its length first. Partitions applied: number, sequence
/// number, enqueued time (Unix milliseconds). Places: code, slots, the sample's age (milliseconds before the end of the head slot), its address (length and bytes). Addresses:
/// code, slots. Counts: age of the slot, AUTHs, recipients, and both of watch-only networks. Slots are their number and ages where at most <see cref="FewSlots"/>, else 0 and 16 bytes.
/// Numbers are LEB128, negative ones zigzag.
/// </remarks>
public static class ActivityEncoding
{
    private const byte Version = 1;
    internal const int FewSlots = 12;

    /// <summary>Writes an activity.</summary>
    public static byte[] Encode(AccountActivity activity)
    {
        // By index throughout: an enumerator of an interface is an object, and this runs for every event.
        var writer = new CompactWriter(stackalloc byte[256]);
        writer.Byte(Version);
        writer.Byte((byte)activity.Reached);
        writer.Signed(activity.Head.Index);
        writer.Unsigned((ulong)activity.ForgottenUntil.UtcTicks);
        writer.Unsigned((ulong)activity.Applied.Count);
        for (var i = 0; i < activity.Applied.Count; i++)
        {
            var applied = activity.Applied[i];
            writer.Unsigned((ulong)applied.Partition);
            writer.Signed(applied.SequenceNumber);
            writer.Signed(applied.Enqueued.ToUnixTimeMilliseconds());
        }

        writer.Unsigned((ulong)activity.Places.Count);
        for (var i = 0; i < activity.Places.Count; i++)
        {
            var place = activity.Places[i];
            writer.Unsigned(place.Place.Code);
            WriteSlots(ref writer, place.Slots);
            writer.Signed((activity.Head.End - place.SampleTime).Ticks / TimeSpan.TicksPerMillisecond);
            writer.Address(place.Sample);
        }

        writer.Unsigned((ulong)activity.Addresses.Count);
        for (var i = 0; i < activity.Addresses.Count; i++)
        {
            var address = activity.Addresses[i];
            writer.Unsigned(address.Code);
            WriteSlots(ref writer, address.Slots);
        }

        writer.Unsigned((ulong)activity.Counts.Count);
        for (var i = 0; i < activity.Counts.Count; i++)
        {
            var count = activity.Counts[i];
            writer.Byte((byte)count.Age);
            writer.Unsigned((ulong)count.Auths);
            writer.Unsigned((ulong)count.Recipients);
            writer.Unsigned((ulong)count.WatchOnlyAuths);
            writer.Unsigned((ulong)count.WatchOnlyRecipients);
        }

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
            throw new FormatException("Stored activity is damaged: it holds a time that is none.", e);
        }
    }

    private static void Read(ReadOnlySpan<byte> bytes, AccountActivity activity)
    {
        var reader = new CompactReader(bytes);
        if (reader.Byte() is var version && version != Version)
        {
            throw new FormatException($"Stored activity is of version {version}; this program reads version {Version}.");
        }

        var reached = (Verdict)reader.Byte();
        var head = new Slot(reader.Signed());
        activity.Restore(head, new DateTimeOffset((long)reader.Unsigned(), TimeSpan.Zero), reached);
        for (var left = reader.Count(); left > 0; left--)
        {
            activity.Restore(new EventPosition((int)reader.Unsigned(), reader.Signed(), DateTimeOffset.FromUnixTimeMilliseconds(reader.Signed())));
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            var place = Place.FromCode(reader.Unsigned());
            var slots = ReadSlots(ref reader);
            var sampleTime = head.End - TimeSpan.FromTicks(reader.Signed() * TimeSpan.TicksPerMillisecond);
            activity.Restore(new PlaceActivity(place, slots, sampleTime, reader.Address()));
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            activity.Restore(new AddressActivity((uint)reader.Unsigned(), ReadSlots(ref reader)));
        }

        for (var left = reader.Count(); left > 0; left--)
        {
            activity.Restore(new SlotCount(reader.Byte(), (long)reader.Unsigned(), (long)reader.Unsigned(), (long)reader.Unsigned(), (long)reader.Unsigned()));
        }
    }

    private static void WriteSlots(ref CompactWriter writer, SlotSet slots)
    {
        if (slots.Count > FewSlots)
        {
            writer.Byte(0);
            writer.Bits(slots.Bits);
            return;
        }

        writer.Byte((byte)slots.Count);
        for (; !slots.IsEmpty; slots = slots.Without(slots.NewestAge))
        {
            writer.Byte((byte)slots.NewestAge);
        }
    }

    private static SlotSet ReadSlots(ref CompactReader reader)
    {
        var count = reader.Byte();
        if (count == 0)
        {
            return new SlotSet(reader.Bits());
        }

        var slots = default(SlotSet);
        for (var i = 0; i < count; i++)
        {
            slots = slots.With(reader.Byte());
        }

        return slots;
    }
}
