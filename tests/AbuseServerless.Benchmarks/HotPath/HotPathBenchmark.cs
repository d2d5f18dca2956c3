using System.Net;
using System.Net.Sockets;
using System.Text;
using AbuseServerless.Benchmarks.Measuring;
using AbuseServerless.Detection;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Local.Demo;
using BenchmarkDotNet.Attributes;
using MaxMind.Db;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Benchmarks.HotPath;

/// <summary>The events of a day through what the worker computes, and their addresses through bare look-ups.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class HotPathBenchmark : IDisposable
{
    /// <summary>Events of the day; figures are per event.</summary>
    public const int Events = 100_000;

    private const int Accounts = 20_000;
    private const int Seed = 20190101;
    private const int DaysBefore = 7;
    private static readonly DateOnly Date = new(2026, 11, 24);
    private static readonly DateTime Enqueued = End(Date);

    private byte[][] _lines = [];
    private IPAddress[] _addresses = [];
    private Reader _v4 = null!;
    private Reader _v6 = null!;
    private DatabaseGeolocator _remembering = null!;
    private DatabaseGeolocator _forgetful = null!;
    private WorkerPath _path = null!;
    private WorkerPath _pathWithoutCache = null!;
    private WorkerPath _pathOfKnown = null!;

    [GlobalSetup]
    public void Open()
    {
        var addresses = AddressBook.Open(DatabaseFiles.Folder);
        _lines = Lines(Date, addresses);
        _addresses = [.. _lines.Select(line => AuthEventParser.TryParse(line, Enqueued, out var parsed, out _) ? parsed.Address : IPAddress.None)];
        _v4 = new Reader(DatabaseFiles.CityV4, FileAccessMode.MemoryMapped);
        _v6 = new Reader(DatabaseFiles.CityV6, FileAccessMode.MemoryMapped);
        _remembering = Geolocator(new GeolocationOptions().CachedAddresses);
        _forgetful = Geolocator(cachedAddresses: 0);
        var asn = new AsnDatabase(Options.Create(new GeolocationOptions { AsnDatabase = DatabaseFiles.Systems }), TimeProvider.System);
        _path = new WorkerPath(_remembering, asn, Rules(_remembering), _lines, Enqueued);
        _pathWithoutCache = new WorkerPath(_forgetful, asn, Rules(_forgetful), _lines, Enqueued);
        _pathOfKnown = new WorkerPath(_remembering, asn, Rules(_remembering), _lines, Enqueued);
        for (var before = Date.AddDays(-DaysBefore); before < Date; before = before.AddDays(1))
        {
            _pathOfKnown.Learn(Lines(before, addresses), End(before));
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _v4.Dispose();
        _v6.Dispose();
        _remembering.Dispose();
        _forgetful.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>The baseline.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public int BareLookUpToDictionary() => LookUp<Dictionary<string, object>>();

    /// <summary>The same look-ups, of which only what a place needs is decoded.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public int BareLookUpToSmallType() => LookUp<CityRecord>();

    /// <summary>Parse only.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public int Parse()
    {
        var parsed = 0;
        foreach (var line in _lines)
        {
            parsed += AuthEventParser.TryParse(line, Enqueued, out _, out _) ? 1 : 0;
        }

        return parsed;
    }

    /// <summary>Locate only, with the cache of addresses that workers have.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public int Locate()
    {
        var located = 0;
        foreach (var address in _addresses)
        {
            located += _remembering.Locate(address).HasCountry ? 1 : 0;
        }

        return located;
    }

    /// <summary>Parse, locate, merge and judge, as workers do it, on a day that begins with nobody known.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public int HotPath() => _path.Run();

    /// <summary>The same where every address is looked up in the database each time.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public int HotPathWithoutAddressCache() => _pathWithoutCache.Run();

    /// <summary>The day after a week in which the accounts became known: their rows are longer, and most of their networks familiar.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public int HotPathOfKnownAccounts() => _pathOfKnown.Run();

    /// <summary>Not measured.</summary>
    [IterationSetup(Target = nameof(HotPath))]
    public void Begin() => _path.Begin();

    /// <inheritdoc cref="Begin"/>
    [IterationSetup(Target = nameof(HotPathWithoutAddressCache))]
    public void BeginWithoutCache() => _pathWithoutCache.Begin();

    /// <inheritdoc cref="Begin"/>
    [IterationSetup(Target = nameof(HotPathOfKnownAccounts))]
    public void BeginWithKnown() => _pathOfKnown.Begin();

    private int LookUp<T>()
        where T : class
    {
        var found = 0;
        foreach (var address in _addresses)
        {
            found += (address.AddressFamily == AddressFamily.InterNetwork ? _v4 : _v6).Find<T>(address) is null ? 0 : 1;
        }

        return found;
    }

    private static DateTime End(DateOnly date) => date.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

    private static byte[][] Lines(DateOnly date, AddressBook addresses) =>
        [.. new RealisticDay(new RealisticDayOptions(Events, Accounts, date, Seed), addresses).Lines().Select(Encoding.UTF8.GetBytes)];

    private static DatabaseGeolocator Geolocator(int cachedAddresses) => new(
        Options.Create(new GeolocationOptions { Databases = $"{DatabaseFiles.CityV4};{DatabaseFiles.CityV6}", CachedAddresses = cachedAddresses }),
        TimeProvider.System,
        NullLogger<DatabaseGeolocator>.Instance);

    private static Detector Rules(IGeolocator geolocator) => new(Options.Create(new NetsOptions()), geolocator);
}
