using System.Net;
using AbuseServerless.Geolocation;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.Geolocation;

/// <summary>The CSV files of <c>@ip-location-db/asn</c> as an ASN database.</summary>
public sealed class AsnTableTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-serverless-").FullName;

    [Theory]
    [InlineData("1.0.0.0", 13335L)]
    [InlineData("1.0.0.255", 13335L)]
    [InlineData("1.0.1.0", null)]
    [InlineData("1.0.4.1", 38803L)]
    [InlineData("0.255.255.255", null)]
    [InlineData("255.255.255.255", 64500L)]
    [InlineData("2001:200::1", 2500L)]
    [InlineData("2001:1ff:ffff:ffff::", null)]
    [InlineData("2001:200:1b9:ffff:ffff::1", 2500L)]
    [InlineData("2001:200:1ba::", null)]
    [InlineData("2002:100:0001::1", 13335L)]
    public void An_address_is_of_the_system_whose_range_holds_it(string address, long? expected) =>
        Assert.Equal(expected, Open("16777216,16777471,13335,\"Cloudflare, Inc.\"\n16778240,16779263,38803,Gtelecom Pty Ltd\n4294967295,4294967295,64500,Last\n", "42540528726795050063891204319802818560,42540528727329395276160870415022948351,2500,WIDE Project\n").Find(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.0.0.20", 1L)]
    [InlineData("1.0.0.21", 3L)]
    [InlineData("1.0.0.30", 3L)]
    [InlineData("1.0.0.31", null)]
    public void Of_ranges_that_overlap_the_earlier_holds(string address, long? expected) =>
        Assert.Equal(expected, Open("16777226,16777236,1,A\n16777228,16777230,2,B\n16777236,16777246,3,C\n", "").Find(IPAddress.Parse(address)));

    [Theory]
    [InlineData("16777216,16777471,AU\n", "line 1 ")]
    [InlineData("16777216,16777471,13335,A\n16777472,x,13335,A\n", "line 2 ")]
    [InlineData("16777471,16777216,13335,A\n", "line 1 ")]
    [InlineData("1.0.0.0,1.0.0.255,13335,A\n", "line 1 ")]
    public void A_file_of_another_form_is_refused_with_its_line_and_the_setting(string text, string line)
    {
        var e = Assert.Throws<GeolocationDatabaseException>(() => Open(text, ""));
        Assert.Contains(line, e.Message, StringComparison.Ordinal);
        Assert.Contains("AsnDatabase", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ranges_within_one_slash_64_the_last_that_is_announced_stands_for_it()
    {
        // 2001:200::/128 and ten addresses behind it.
        var database = Open("16777216,16777471,13335,A\n", "42540528726795050063891204319802818560,42540528726795050063891204319802818560,1,A\n42540528726795050063891204319802818561,42540528726795050063891204319802818570,2,B\n");
        Assert.Equal(2, database.Find(IPAddress.Parse("2001:200::")));
        Assert.Equal(2, database.Find(IPAddress.Parse("2001:200::ffff")));
        Assert.Null(database.Find(IPAddress.Parse("2001:200:0:1::")));
    }

    [Fact]
    public void A_changed_file_is_taken_up_after_the_interval_and_a_broken_one_is_not()
    {
        var (time, path) = (new FakeTimeProvider(), Path.Combine(_folder, "asn.csv"));
        Write("16777216,16777471,1,A\n", 0);
        var database = new AsnDatabase(Options.Create(new GeolocationOptions { AsnDatabase = path, ReloadInterval = TimeSpan.FromMinutes(1) }), time);
        Assert.Equal(1, Find());
        Write("16777216,16777471,2,A\n", 1);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(1, Find());
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(2, Find());

        Write("broken\n", 2);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, Find());
        Write("16777216,16777471,3,A\n", 3);
        Assert.Equal(2, Find());
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(3, Find());

        // The same write time is the same file.
        Write("16777216,16777471,4,A\n", 3);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(3, Find());

        long? Find() => database.Find(IPAddress.Parse("1.0.0.1"));

        void Write(string text, int minute)
        {
            File.WriteAllText(path, text);
            File.SetLastWriteTimeUtc(path, new DateTime(2026, 11, 1, 0, minute, 0, DateTimeKind.Utc));
        }
    }

    [Fact]
    public void Without_a_database_no_address_has_a_system_and_a_database_of_places_is_none()
    {
        Assert.Null(new AsnDatabase(Options.Create(new GeolocationOptions()), TimeProvider.System).Find(IPAddress.Parse("1.0.0.1")));
        var refused = Assert.Throws<GeolocationDatabaseException>(() => new AsnDatabase(Options.Create(new GeolocationOptions { AsnDatabase = SmallWorld.Cities }), TimeProvider.System));
        Assert.Contains("and is not an ASN database.", refused.Message, StringComparison.Ordinal);
        refused = Assert.Throws<GeolocationDatabaseException>(() => new AsnDatabase(Options.Create(new GeolocationOptions { AsnDatabase = Path.Combine(_folder, "none.mmdb") }), TimeProvider.System));
        Assert.Contains("cannot be read as an ASN database: ", refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private AsnDatabase Open(string v4, string v6)
    {
        string[] files = [Path.Combine(_folder, "v4.csv"), Path.Combine(_folder, "v6.csv")];
        File.WriteAllText(files[0], v4);
        File.WriteAllText(files[1], v6.Length == 0 ? "42540528726795050063891204319802818560,42540528727329395276160870415022948351,2500,WIDE Project\n" : v6);
        return new AsnDatabase(Options.Create(new GeolocationOptions { AsnDatabase = string.Join(';', files) }), TimeProvider.System);
    }
}
