using System.Net;
using MaxMind.Db;
using MaxMind.GeoIP2;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Geolocation;

/// <summary>An ASN database of MaxMind's kind (GeoLite2-ASN) or the CSV files of <c>@ip-location-db/asn</c>; none where <c>Geolocation:AsnDatabase</c> is not set. A changed file is taken up within the reload interval.</summary>
public sealed class AsnDatabase : IAsnLookup
{
    private const string Setting = nameof(GeolocationOptions.AsnDatabase);

    private readonly string _path;
    private readonly string[] _files;
    private readonly TimeSpan _interval;
    private readonly int _cachedAddresses;
    private readonly TimeProvider _time;
    private readonly Lock _reopening = new();
    private Opened? _opened;

    /// <summary>Opens the file, where one is set.</summary>
    /// <exception cref="GeolocationDatabaseException">The file is missing, damaged, or of another kind.</exception>
    public AsnDatabase(IOptions<GeolocationOptions> options, TimeProvider time)
    {
        (_path, _interval, _cachedAddresses, _time) = (options.Value.AsnDatabase, options.Value.ReloadInterval, options.Value.CachedAddresses, time);
        _files = [.. _path.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(static file => Path.GetFullPath(file, AppContext.BaseDirectory))];
        if (_path.Length > 0)
        {
            _opened = Open();
        }
    }

    /// <inheritdoc/>
    public long? Find(IPAddress address)
    {
        if (_opened is null)
        {
            return null;
        }

        if (_time.GetElapsedTime(_opened.Looked) >= _interval)
        {
            Reopen();
        }

        return _opened.Find(address);
    }

    // A reader that was replaced is left to its last look-up and the garbage collector: nobody may close a file that is being read.
    private void Reopen()
    {
        lock (_reopening)
        {
            if (_time.GetElapsedTime(_opened!.Looked) < _interval)
            {
                return;
            }

            var stamp = Written();
            try
            {
                _opened = stamp == _opened.Written ? _opened with { Looked = _time.GetTimestamp() } : Open();
            }
            catch (GeolocationDatabaseException)
            {
                // Half written, or gone: the old one is used until there is a good one.
                _opened = _opened with { Looked = _time.GetTimestamp() };
            }
        }
    }

    private Opened Open()
    {
        try
        {
            return new Opened(LookUp(), new AddressCache<long>(_cachedAddresses), Written(), _time.GetTimestamp());
        }
        catch (Exception e) when (e is IOException or InvalidDatabaseException or UnauthorizedAccessException or FormatException)
        {
            throw new GeolocationDatabaseException(_path, "cannot be read as an ASN database: " + e.Message, e, Setting);
        }
    }

    // 0 for an address of no system.
    private Func<IPAddress, long> LookUp()
    {
        if (Array.TrueForAll(_files, static file => file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)))
        {
            return AsnTable.Read(_files).Find;
        }

        var reader = new DatabaseReader(_files[0], FileAccessMode.Memory);
        return reader.Metadata.DatabaseType.Contains("ASN", StringComparison.Ordinal)
            ? address => reader.TryAsn(address, out var found) ? found!.AutonomousSystemNumber ?? 0 : 0
            : throw new GeolocationDatabaseException(_path, $"has type {reader.Metadata.DatabaseType} and is not an ASN database.", setting: Setting);
    }

    private DateTime Written() => _files.Max(File.GetLastWriteTimeUtc);

    private sealed record Opened(Func<IPAddress, long> LookUp, AddressCache<long> Cache, DateTime Written, long Looked)
    {
        public long? Find(IPAddress address)
        {
            var bits = AddressBits.Of(address);
            if (!Cache.TryGet(bits, out var system))
            {
                Cache.Set(bits, system = LookUp(address));
            }

            return system == 0 ? null : system;
        }
    }
}
