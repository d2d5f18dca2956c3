using AbuseServerless.Detection.Time;
using CsCheck;

namespace AbuseServerless.Tests.Detection.Time;

public sealed class SlotTests
{
    [Fact]
    public void An_instant_lies_in_the_quarter_of_an_hour_that_begins_at_or_before_it_before_1970_too() => Gen.Long[-4_000_000_000_000, 4_000_000_000_000].Sample(milliseconds =>
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        var slot = Slot.Of(time);

        Assert.InRange(time, slot.Start, slot.End.AddTicks(-1));
        Assert.Equal((0, TimeSpan.FromMinutes(15)), (slot.Start.Minute % 15, slot.End - slot.Start));
        Assert.Equal(slot, Slot.Of(slot.Start));
        Assert.Equal(slot.Index + 1, Slot.Of(slot.End).Index);
    });
}
