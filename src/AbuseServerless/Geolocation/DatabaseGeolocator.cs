using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Geolocation;

/// <summary>
/// Locates addresses in the MaxMind DB files of <see cref="GeolocationOptions.Databases"/>: DB-IP Lite as npm serves it, and
/// GeoLite2 or GeoIP2 databases of cities or countries. Thread-safe. Files that change are taken up without a restart.
/// </summary>
/// <remarks>
/// An IPv6 address of a transition mechanism (6to4, Teredo, the well-known translation prefix) is located by the IPv4 address
/// that it carries. Networks of IANA's special-purpose registries are <see cref="Place.PrivateNetwork"/> without a look-up,
/// whatever a database says of them; documentation networks are among them.
/// </remarks>
public sealed partial class DatabaseGeolocator : IGeolocator, IDisposable
{
    private readonly GeolocationOptions _options;
    private readonly ILogger<DatabaseGeolocator> _logger;
    private readonly WatchedDatabase[] _files;
    private readonly Lock _refreshing = new();
    private readonly ITimer _timer;
    private volatile Generation _generation;
    private bool _disposed;

    /// <summary>Opens the databases and begins to watch them.</summary>
    /// <param name="options">Checked again here, for hosts that do not check options at start-up.</param>
    /// <param name="time">Drives the look at the files.</param>
    /// <param name="logger">Told of files taken up and files refused.</param>
    /// <exception cref="OptionsValidationException">A setting is not valid; the message names it.</exception>
    /// <exception cref="GeolocationDatabaseException">A file is missing or unusable; the message names the setting.</exception>
    public DatabaseGeolocator(IOptions<GeolocationOptions> options, TimeProvider time, ILogger<DatabaseGeolocator> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _options = options.Value;
        _logger = logger;
        Check(_options);
        _files = Open(_options);
        _generation = new Generation(_files, _options.CachedAddresses);
        Log.Opened(_logger, _generation.Version);
        _timer = time.CreateTimer(static self => ((DatabaseGeolocator)self!).Refresh(), this, _options.ReloadInterval, _options.ReloadInterval);
    }

    /// <summary>Types and build dates of the files in use, such as <c>city ipv4 2026-06-05 + city ipv6 2026-06-05</c>.</summary>
    public string DatabaseVersion => _generation.Version;

    /// <summary>When the oldest of the files in use was built, UTC.</summary>
    public DateTimeOffset OldestBuild => _generation.OldestBuild;

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The geolocator was disposed.</exception>
    public Place Locate(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var bits = AddressBits.Of(address);
        while (true)
        {
            var generation = _generation;
            if (generation.Cache.TryGet(bits, out var place))
            {
                return place;
            }

            if (TryFind(generation, bits, out place))
            {
                generation.Cache.Set(bits, place);
                return place;
            }

            ObjectDisposedException.ThrowIf(_disposed, this);
        }
    }

    /// <summary>Stops watching the files and closes them when the last look-up has ended.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        lock (_refreshing)
        {
            if (!_disposed)
            {
                _disposed = true;
                _generation = Generation.None;
                Array.ForEach(_files, static file => file.Current.Retire());
            }
        }
    }

    private static void Check(GeolocationOptions options)
    {
        var failures = options.Validate(new ValidationContext(options)).Select(static failure => failure.ErrorMessage!).ToList();
        if (failures.Count > 0)
        {
            throw new OptionsValidationException(GeolocationOptions.Section, typeof(GeolocationOptions), failures);
        }
    }

    private static WatchedDatabase[] Open(GeolocationOptions options)
    {
        var files = new List<WatchedDatabase>();
        try
        {
            foreach (var path in options.Files())
            {
                files.Add(new WatchedDatabase(path, options.Access));
            }

            return [.. files];
        }
        catch
        {
            files.ForEach(static file => file.Current.Retire());
            throw;
        }
    }

    // False where a database of this generation was retired meanwhile.
    private bool TryFind(Generation generation, AddressBits bits, out Place place)
    {
        place = default;
        var carried = bits.Unwrapped();
        if (ReservedNetworks.Contain(carried))
        {
            place = Place.PrivateNetwork;
            return !ReferenceEquals(generation, Generation.None);
        }

        var address = carried.ToAddress();
        foreach (var database in carried.IsV4 ? generation.ForV4 : generation.ForV6)
        {
            try
            {
                if (!database.TryFind(address, out place))
                {
                    return false;
                }
            }
            catch (Exception e)
            {
                // Damage that the probes at opening did not meet. The next database may know.
                place = default;
                if (database.IsFirstFault())
                {
                    Log.Damaged(_logger, database.Version, e);
                }
            }

            if (place.HasCountry)
            {
                return true;
            }
        }

        return !ReferenceEquals(generation, Generation.None);
    }

    private void Refresh()
    {
        lock (_refreshing)
        {
            if (_disposed)
            {
                return;
            }

            var replaced = new List<SharedDatabase>();
            foreach (var file in _files)
            {
                try
                {
                    if (file.Refresh() is { } old)
                    {
                        replaced.Add(old);
                        Log.Replaced(_logger, file.Path, old.Version, file.Current.Version);
                    }
                }
                catch (Exception e)
                {
                    // Whatever it is, the timer must live and look again.
                    Log.Refused(_logger, file.Path, file.Current.Version, e);
                }
            }

            if (replaced.Count > 0)
            {
                _generation = new Generation(_files, _options.CachedAddresses);
                replaced.ForEach(static old => old.Retire());
            }
        }
    }

    /// <summary>The databases in use at one time, and the places found in them: a new file begins with an empty cache.</summary>
    private sealed class Generation
    {
        public static readonly Generation None = new([], 0);

        public readonly SharedDatabase[] ForV4;
        public readonly SharedDatabase[] ForV6;
        public readonly AddressCache<Place> Cache;
        public readonly string Version;
        public readonly DateTimeOffset OldestBuild;

        public Generation(WatchedDatabase[] files, int cachedAddresses)
        {
            ForV4 = [.. files.Select(static file => file.Current)];
            ForV6 = [.. ForV4.Where(static database => database.HoldsV6)];
            Cache = new AddressCache<Place>(cachedAddresses);
            Version = string.Join(" + ", ForV4.Select(static database => database.Version));
            OldestBuild = ForV4.Select(static database => database.Built).DefaultIfEmpty().Min();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Information, "Addresses are located with {Version}")]
        public static partial void Opened(ILogger logger, string version);

        [LoggerMessage(1102, LogLevel.Information, "{Path} has changed: {Version} replaces {OldVersion}")]
        public static partial void Replaced(ILogger logger, string path, string oldVersion, string version);

        [LoggerMessage(1103, LogLevel.Error, "{Path} has changed but cannot be used; {Version} stays in use")]
        public static partial void Refused(ILogger logger, string path, string version, Exception exception);

        [LoggerMessage(1104, LogLevel.Error, "The geolocation database {Version} is damaged; addresses that it cannot find count as unlocated")]
        public static partial void Damaged(ILogger logger, string version, Exception exception);
    }
}
