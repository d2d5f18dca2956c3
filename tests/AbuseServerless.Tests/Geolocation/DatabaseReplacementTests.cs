using System.Net;
using AbuseServerless.Geolocation;
using Microsoft.Extensions.Logging;

namespace AbuseServerless.Tests.Geolocation;

public sealed class DatabaseReplacementTests : IDisposable
{
    private readonly GeolocatorBench _bench = new();
    private readonly string _path;

    public DatabaseReplacementTests()
    {
        _path = _bench.Put("country.mmdb", Everywhere("JP", 1));
        _bench.Open(_path);
        Assert.Equal(Place.Of("JP"), _bench.Locate("8.8.8.8"));
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void A_new_file_is_taken_up_without_a_restart_and_what_was_remembered_is_forgotten()
    {
        _bench.Put("country.mmdb", Everywhere("FR", 2));
        _bench.Look(2);

        Assert.Equal(Place.Of("FR"), _bench.Locate("8.8.8.8"));
        Assert.Equal("country ipvAll 2026-01-02", _bench.Geolocator.DatabaseVersion);
        Assert.Contains(_bench.Logged, entry => entry is { Id.Id: 1102, Level: LogLevel.Information });
    }

    [Fact]
    public void A_file_that_is_still_changing_is_left_alone()
    {
        _bench.Put("country.mmdb", Everywhere("FR", 2));
        _bench.Look();
        _bench.Put("country.mmdb", Everywhere("DE", 3));
        File.SetLastWriteTimeUtc(_path, new DateTime(2026, 1, 3, 0, 0, 0, DateTimeKind.Utc));
        _bench.Look();

        Assert.Equal(Place.Of("JP"), _bench.Locate("8.8.8.8"));

        _bench.Look();

        Assert.Equal(Place.Of("DE"), _bench.Locate("8.8.8.8"));
    }

    [Theory]
    [InlineData("truncated")]
    [InlineData("empty")]
    [InlineData("text")]
    [InlineData("of another type")]
    [InlineData("with a broken tree")]
    public void A_file_that_cannot_be_used_leaves_the_old_one_in_use_and_is_reported_once(string kind)
    {
        _bench.Put("country.mmdb", Broken(kind));
        _bench.Look(5);

        Assert.Equal(Place.Of("JP"), _bench.Locate("8.8.8.8"));
        Assert.Equal(Place.Of("JP"), _bench.Locate("9.9.9.9"));
        Assert.Equal("country ipvAll 2026-01-01", _bench.Geolocator.DatabaseVersion);
        var refusal = Assert.Single(_bench.Logged, entry => entry.Level == LogLevel.Error);
        Assert.Equal((1103, $"{_path} has changed but cannot be used; country ipvAll 2026-01-01 stays in use"), (refusal.Id.Id, refusal.Message));
    }

    [Fact]
    public void A_good_file_after_a_broken_one_is_taken_up()
    {
        _bench.Put("country.mmdb", Broken("truncated"));
        _bench.Look(2);
        _bench.Put("country.mmdb", Everywhere("FR", 2));
        _bench.Look(2);

        Assert.Equal(Place.Of("FR"), _bench.Locate("8.8.8.8"));
    }

    [Fact]
    public void A_file_that_disappears_stays_in_use_until_it_returns()
    {
        File.Delete(_path);
        _bench.Look(3);
        Assert.Equal(Place.Of("JP"), _bench.Locate("9.9.9.9"));

        _bench.Put("country.mmdb", Everywhere("FR", 2));
        _bench.Look(2);
        Assert.Equal(Place.Of("FR"), _bench.Locate("9.9.9.9"));
    }

    [Fact]
    public async Task A_database_is_not_closed_under_a_look_up()
    {
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var random = new Random(1);
            while (!stop.IsCancellationRequested)
            {
                var address = new IPAddress([1, (byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)]);
                Assert.Contains(_bench.Geolocator.Locate(address).Country, new[] { "JP", "FR" });
            }
        })).ToArray();

        for (var day = 2; day < 22; day++)
        {
            _bench.Put("country.mmdb", Everywhere(day % 2 == 0 ? "FR" : "JP", day));
            File.SetLastWriteTimeUtc(_path, new DateTime(2026, 1, day, 0, 0, 0, DateTimeKind.Utc));
            _bench.Look(2);
            Assert.Equal($"country ipvAll 2026-01-{day:00}", _bench.Geolocator.DatabaseVersion);
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.DoesNotContain(_bench.Logged, entry => entry.Level >= LogLevel.Warning);
    }

    [Fact]
    public void A_file_read_into_memory_may_be_overwritten_in_place()
    {
        using var geolocator = new DatabaseGeolocator(
            Microsoft.Extensions.Options.Options.Create(new GeolocationOptions { Databases = _path, Access = DatabaseAccess.Memory }),
            _bench.Time,
            _bench);
        using (var file = new FileStream(_path, FileMode.Open, FileAccess.Write))
        {
            file.SetLength(100);
        }

        Assert.Equal(Place.Of("JP"), geolocator.Locate(IPAddress.Parse("9.9.9.9")));
    }

    [Fact]
    public void A_geolocator_that_was_disposed_says_so()
    {
        _bench.Geolocator.Dispose();

        Assert.Throws<ObjectDisposedException>(() => _bench.Locate("9.9.9.9"));
    }

    private static byte[] Everywhere(string country, int day) => new MmdbWriter()
        .Add("0.0.0.0/1", new Dictionary<string, object> { ["country_code"] = country })
        .Build("country ipvAll", new DateTimeOffset(2026, 1, day, 0, 0, 0, TimeSpan.Zero));

    private static byte[] Broken(string kind)
    {
        var file = Everywhere("FR", 2);
        switch (kind)
        {
            case "truncated":
                return file[..(file.Length / 2)];
            case "empty":
                return [];
            case "text":
                return "<html>429 Too Many Requests</html>"u8.ToArray();
            case "of another type":
                return new MmdbWriter().Build("GeoLite2-ASN", DateTimeOffset.UnixEpoch);
            default:
                // Records of the tree that point far beyond the data.
                Array.Fill(file, (byte)0x7f, 0, 60);
                return file;
        }
    }
}
