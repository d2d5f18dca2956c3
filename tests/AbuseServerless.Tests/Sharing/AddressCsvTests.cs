using AbuseServerless.Sharing;

namespace AbuseServerless.Tests.Sharing;

public sealed class AddressCsvTests
{
    [Fact]
    public void Each_address_is_a_row_below_the_header() => Assert.Equal(
        "ip,first_seen,last_seen,countries,accounts\r\n"
        + "81.2.69.142,2026-11-24T09:00:00.000Z,2026-11-24T12:00:00.000Z,GB,2\r\n"
        + "2a02:6b8::1,2026-11-24T10:00:00.007Z,2026-11-24T10:00:00.007Z,BY RU,1\r\n",
        Abuse.Text(output => AddressCsv.Write(output, Abuse.Addresses)));
}
