using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Geolocation;
using CsCheck;

namespace AbuseServerless.Tests.Detection.Account;

/// <summary>Releases read each other's rows: what one does not know it keeps, and going forward or back needs no order.</summary>
public sealed class SectionTests
{
    // Twice the tag, the length, the bytes.
    private static readonly byte[] OfALaterRelease = [63 << 1, 3, 7, 8, 9];

    [Fact]
    public void A_section_that_this_release_does_not_know_is_kept_byte_for_byte_and_tells_how_far_the_head_moved_on() => Trace.OverDays.Sample(trace =>
    {
        var before = Trace.Feed([[trace[0]]], Rules.Default).Activity;
        byte[] row = [.. ActivityEncoding.Encode(before), .. OfALaterRelease];
        var activity = ActivityEncoding.Decode(row);
        foreach (var located in trace.OrderBy(e => e.Event.Time).Chunk(3))
        {
            ActivityUpdate.Apply(activity, located, Rules.Default);
            activity = ActivityEncoding.Decode(ActivityEncoding.Encode(activity));
        }

        var lag = activity.Head.Index - before.Head.Index;
        var kept = lag == 0 ? OfALaterRelease : [63 << 1 | 1, .. Number(lag), 3, 7, 8, 9];
        Assert.Equal(kept, ActivityEncoding.Encode(activity)[^kept.Length..]);
    });

    [Fact]
    public void A_section_of_a_known_tag_is_aged_by_what_a_release_that_did_not_know_it_let_pass()
    {
        var known = EvidenceSet.All;
        var activity = new AccountActivity();
        activity.Record(new Sighting(Trace.Noon, Place.Of("JP"), System.Net.IPAddress.Loopback), known);
        var same = ActivityEncoding.Decode(ActivityEncoding.Encode(activity));
        Assert.Equal(Trace.Describe(activity), Trace.Describe(same));
    }

    [Fact]
    public void A_reset_forgets_sections_that_this_release_does_not_know()
    {
        byte[] row = [.. ActivityEncoding.Encode(Trace.Feed([[Trace.At(Trace.Noon, Place.Of("JP"))]], Rules.Default).Activity), .. OfALaterRelease];
        var activity = ActivityEncoding.Decode(row);
        activity.Forget(Trace.Noon.AddHours(1));

        var forgotten = new AccountActivity();
        forgotten.Apply(activity.Applied[0]);
        Assert.Equal(ActivityEncoding.Encode(activity).Length, ActivityEncoding.Encode(Forgotten(forgotten)).Length);

        static AccountActivity Forgotten(AccountActivity activity)
        {
            activity.Record(new Sighting(Trace.Noon, Place.Of("JP"), System.Net.IPAddress.Loopback));
            activity.Forget(Trace.Noon.AddHours(1));
            return activity;
        }
    }

    [Fact]
    public void A_row_of_the_first_release_is_read_and_written_again_byte_for_byte() =>
        Assert.Equal(FirstRelease, Convert.ToHexString(ActivityEncoding.Encode(ActivityEncoding.Decode(Convert.FromHexString(FirstRelease)))));

    [Fact]
    public void The_first_release_reads_a_row_with_sections_as_one_without_them() => Trace.OverDays.Sample(trace =>
    {
        var row = ActivityEncoding.Encode(Trace.Feed([[.. trace.OrderBy(e => e.Event.Time)]], Rules.Default).Activity);
        Assert.Equal(FirstReader.Read(row), FirstReader.Read([.. row, .. OfALaterRelease]));
    });

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    [InlineData(255)]
    public void A_row_of_another_version_is_not_read_and_leaves_nothing(byte version)
    {
        var row = ActivityEncoding.Encode(Trace.Feed([[Trace.At(Trace.Noon, Place.Of("JP"))]], Rules.Default).Activity);
        row[0] = version;
        var activity = ActivityEncoding.Decode(Convert.FromHexString(FirstRelease));

        Assert.False(ActivityEncoding.TryDecode(row, activity));
        Assert.Equal(ActivityEncoding.Encode(new AccountActivity()), ActivityEncoding.Encode(activity));
    }

    // Written by the release before there were sections: three places, an address, counts, a reset, two partitions.
    private const string FirstRelease =
        "0101D4C4F30180F0F2ABA1C3D2EF080200AAB4DE7590B6EBD6C16803CE4980E8EAD6C1680380808090A508007777770700000000000000000000000080FE8E1704C6336402C0FA8384A5090077777707000000000000000000000000C0A7961704C633640180808098D52A0077777707000000000000000000000000C0D4871704C633640303D1D1B08D07007777770700000000000000000000000086CCEB85090077777707000000000000000000000000FCEEDC9B0F007777770700000000000000000000000015000201010201020101020202010102040201010205020101020602010102080201010209020101020A020101020C020101020D020101020E02010102100201010211020101021202010102140201010215020101021602010102180201010219020101021A02010102";

    private static byte[] Number(long value)
    {
        var writer = new CompactWriter([]);
        writer.Natural((ulong)value);
        return writer.ToArray();
    }

    /// <summary>What the first release read, in its order; it did not look behind that.</summary>
    private static class FirstReader
    {
        public static string Read(byte[] row)
        {
            var reader = new CompactReader(row);
            var read = new List<object> { reader.Byte(), reader.Byte(), reader.Whole(), reader.Natural() };
            for (var left = reader.Count(); left > 0; left--)
            {
                read.AddRange([reader.Natural(), reader.Whole(), reader.Whole()]);
            }

            for (var left = reader.Count(); left > 0; left--)
            {
                read.AddRange([reader.Natural(), reader.Slots(), reader.Whole(), Convert.ToHexString(reader.Take(reader.Byte()))]);
            }

            for (var left = reader.Count(); left > 0; left--)
            {
                read.AddRange([reader.Natural(), reader.Slots()]);
            }

            for (var left = reader.Count(); left > 0; left--)
            {
                read.AddRange([reader.Byte(), reader.Natural(), reader.Natural(), reader.Natural(), reader.Natural()]);
            }

            return string.Join(' ', read);
        }
    }
}
