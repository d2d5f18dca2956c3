using AbuseServerless.Deliveries;

namespace AbuseServerless.Tests.Deliveries;

public sealed class DeliveryEventTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(0.25, true)]
    [InlineData(1e9, true)]
    [InlineData(1e9 + 1, false)]
    [InlineData(-0.1, false)]
    [InlineData(double.NaN, false)]
    [InlineData(double.PositiveInfinity, false)]
    public void A_delay_that_no_event_may_tell_is_not_known(double seconds, bool told)
    {
        var delivery = new DeliveryEvent(DateTimeOffset.UnixEpoch, "94C43B60121", "gmail.com", DeliveryStatus.Sent) { DelaySeconds = seconds };

        Assert.Equal(told ? seconds : null, delivery.DelaySeconds);
    }
}
