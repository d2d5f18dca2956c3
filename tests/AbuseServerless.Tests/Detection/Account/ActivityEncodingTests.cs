using AbuseServerless.Detection.Account;
using AbuseServerless.Geolocation;
using CsCheck;

namespace AbuseServerless.Tests.Detection.Account;

public sealed class ActivityEncodingTests
{
    [Fact]
    public void What_is_written_is_read_back() =>
        Trace.OverDays.Sample(trace =>
        {
            var activity = new AccountActivity();
            activity.Forget(Trace.Noon.AddHours(1));
            ActivityUpdate.Apply(activity, [.. trace.OrderBy(e => e.Event.Time)], Rules.Default);
            var read = ActivityEncoding.Decode(ActivityEncoding.Encode(activity));
            Assert.Equal(Trace.Describe(activity), Trace.Describe(read));
            Assert.Equal(activity.Applied, read.Applied);
        });

    [Fact]
    public void Damaged_bytes_are_refused_and_nothing_else_is_thrown() =>
        Gen.Select(Trace.OverDays, Gen.Int[0, 10_000], Gen.Byte).Sample((trace, at, value) =>
        {
            var activity = new AccountActivity();
            ActivityUpdate.Apply(activity, [.. trace.OrderBy(e => e.Event.Time)], Rules.Default);
            var bytes = ActivityEncoding.Encode(activity);
            bytes[at % bytes.Length] = value;
            Assert.Null(Record.Exception(() => TryDecode(bytes.AsSpan(0, at % (bytes.Length + 1)).ToArray())));
            Assert.Null(Record.Exception(() => TryDecode(bytes)));
        });

    [Fact]
    public void An_account_of_one_place_takes_less_than_sixty_bytes()
    {
        var activity = new AccountActivity();
        ActivityUpdate.Apply(activity, [Trace.At(Trace.Noon, Place.Of("JP", 35.7, 139.7), sequence: 123_456_789)], Rules.Default);
        Assert.InRange(ActivityEncoding.Encode(activity).Length, 20, 59);
    }

    private static void TryDecode(byte[] bytes)
    {
        try
        {
            ActivityEncoding.Decode(bytes);
        }
        catch (FormatException)
        {
            // What damaged bytes are answered with.
        }
    }
}
