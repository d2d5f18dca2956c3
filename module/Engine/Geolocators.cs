using AbuseServerless.Geolocation;
using AbuseServerless.PowerShell.Boundary;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Opens geolocation data as the functions do.</summary>
internal static class Geolocators
{
    /// <exception cref="EngineException">There is none, or it cannot be used.</exception>
    public static DatabaseGeolocator Open(IReadOnlyList<string> files, string? connected, TimeProvider time)
    {
        var databases = files.Count > 0 ? string.Join(';', files) : connected;
        return string.IsNullOrEmpty(databases)
            ? throw new EngineException(EngineFault.NoGeolocation, "No geolocation database was found, and a log does not contain countries.")
            : Try(() => new DatabaseGeolocator(Options.Create(new GeolocationOptions { Databases = databases }), time, NullLogger<DatabaseGeolocator>.Instance));
    }

    /// <summary>An ASN database; without a file one that knows no address.</summary>
    /// <exception cref="EngineException">It cannot be used.</exception>
    public static AsnDatabase OpenAsn(string? file, TimeProvider time) =>
        Try(() => new AsnDatabase(Options.Create(new GeolocationOptions { AsnDatabase = file ?? "" }), time));

    private static T Try<T>(Func<T> open)
    {
        try
        {
            return open();
        }
        catch (GeolocationDatabaseException e)
        {
            throw new EngineException(EngineFault.NoGeolocation, e.Message, e);
        }
    }
}
