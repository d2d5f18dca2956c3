using System.Net;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Account;
using AbuseServerless.Fuzzing.Tests.Mutations;
using AbuseServerless.Fuzzing.Tests.Work;
using AbuseServerless.Geolocation;

namespace AbuseServerless.Fuzzing.Tests.Storage;

public sealed class ActivityEncodingTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

    private static readonly byte[][] Samples = [Encoded(1), Encoded(3), Encoded(40)];

    [Fact]
    public void Bytes_are_an_activity_that_can_be_written_again_or_damaged_and_nothing_else_is_thrown() =>
        Inputs.Like(Samples).Try(bytes =>
        {
            try
            {
                var activity = ActivityEncoding.Decode(bytes);
                Assert.Equal(ActivityEncoding.Encode(activity), ActivityEncoding.Encode(ActivityEncoding.Decode(ActivityEncoding.Encode(activity))));
            }
            catch (FormatException)
            {
                // What damaged bytes are answered with.
            }
        });

    [Fact]
    public void Work_grows_with_what_is_stored_and_no_faster() =>
        Growth.IsLinear(size => Encoded(size / 64), bytes => ActivityEncoding.Decode(bytes), huge: 1 << 20);

    private static byte[] Encoded(int places)
    {
        var activity = new AccountActivity();
        for (var i = 0; i < places; i++)
        {
            var place = Place.Of("JP", i % 180 - 90, i / 180 % 360 - 180);
            activity.Record(new Sighting(Start.AddMinutes(i % 1000), place, i % 2 == 0 ? IPAddress.Loopback : IPAddress.IPv6Loopback, 1), EvidenceSet.All);
        }

        activity.Apply(new EventPosition(3, 4711, Start));
        return ActivityEncoding.Encode(activity);
    }
}
