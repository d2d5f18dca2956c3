using System.Net;
using AbuseServerless.Fuzzing.Tests.Mutations;
using AbuseServerless.Geolocation;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Fuzzing.Tests.Geolocation;

public sealed class DatabaseTests : IDisposable
{
    private static readonly byte[] Sample = new MmdbWriter()
        .Add("20.0.0.0/8", new Dictionary<string, object> { ["country_code"] = "JP", ["city"] = "Tokyo", ["latitude"] = 35.7, ["longitude"] = 139.7 })
        .Add("21.0.0.0/8", new Dictionary<string, object> { ["country_code"] = "US" })
        .Build("city ipv4", DateTimeOffset.UnixEpoch);

    private readonly string _folder = Directory.CreateTempSubdirectory("abuse-fuzz-").FullName;
    private int _files;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(DatabaseAccess.Mapped)]
    [InlineData(DatabaseAccess.Memory)]
    public void A_damaged_database_is_refused_or_finds_places_and_nothing_else_is_thrown(DatabaseAccess access) => CsCheck.Check.Sample(
        Inputs.Like(Sample),
        bytes =>
        {
            var path = Path.Combine(_folder, $"{Interlocked.Increment(ref _files)}.mmdb");
            File.WriteAllBytes(path, bytes);
            try
            {
                using var geolocator = new DatabaseGeolocator(
                    Options.Create(new GeolocationOptions { Databases = path, Access = access, CachedAddresses = 0 }), TimeProvider.System, NullLogger<DatabaseGeolocator>.Instance);
                foreach (var address in (string[])["20.1.2.3", "21.1.2.3", "99.1.2.3", "2001:db8::1", "2a00::1"])
                {
                    geolocator.Locate(IPAddress.Parse(address));
                }
            }
            catch (GeolocationDatabaseException)
            {
                // Refused.
            }

            File.Delete(path);
        },
        iter: Inputs.Iterations / 10);
}
