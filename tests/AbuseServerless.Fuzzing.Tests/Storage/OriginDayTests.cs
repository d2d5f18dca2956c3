using System.Net;
using AbuseServerless.Accounts;
using AbuseServerless.Detection.SharedOrigins;
using AbuseServerless.Fuzzing.Tests.Mutations;

namespace AbuseServerless.Fuzzing.Tests.Storage;

public sealed class OriginDayTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

    private static readonly byte[][] Samples = [Encoded(0), Encoded(1), Encoded(90)];

    [Fact]
    public void Bytes_are_an_origin_that_can_be_written_again_or_begins_anew_and_nothing_is_thrown() =>
        Inputs.Like(Samples).Try(bytes =>
        {
            var origin = OriginDay.Decode(bytes);
            Assert.Equal(origin.Encode(), OriginDay.Decode(origin.Encode()).Encode());
        });

    private static byte[] Encoded(int uses)
    {
        var origin = new OriginDay();
        for (var i = 0; i < uses; i++)
        {
            origin.Add(new OriginUse(OriginKey.Of(Start, IPAddress.Loopback), AccountName.Parse($"user{i}@例え.jp"), Start.AddMinutes(i), IsFamiliar: i % 3 == 0, IsWatchOnly: i % 2 == 0, IsAbuse: i % 5 == 1));
        }

        return origin.Encode();
    }
}
