using System.Net;
using AbuseServerless.Geolocation;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AbuseServerless.Tests.Geolocation;

/// <summary>A geolocator over files of a folder of its own, its clock, and what it logged.</summary>
internal sealed class GeolocatorBench : ILogger<DatabaseGeolocator>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("geolocation-");
    private DatabaseGeolocator? _geolocator;

    public FakeTimeProvider Time { get; } = new();

    public List<(EventId Id, LogLevel Level, string Message)> Logged { get; } = [];

    public DatabaseGeolocator Geolocator => _geolocator ?? throw new InvalidOperationException("Not opened.");

    public GeolocatorBench Open(params string[] files)
    {
        _geolocator = new DatabaseGeolocator(Options.Create(new GeolocationOptions { Databases = string.Join(';', files) }), Time, this);
        return this;
    }

    public Place Locate(string address) => Geolocator.Locate(IPAddress.Parse(address));

    /// <summary>Puts a file in place as an updater does: written beside, then renamed.</summary>
    public string Put(string name, byte[] content)
    {
        var path = PathOf(name);
        File.WriteAllBytes(path + ".new", content);
        File.Move(path + ".new", path, overwrite: true);
        return path;
    }

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Lets the geolocator look at its files.</summary>
    public void Look(int times = 1)
    {
        for (var i = 0; i < times; i++)
        {
            Time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    public void Dispose()
    {
        _geolocator?.Dispose();
        _folder.Delete(recursive: true);
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (Logged)
        {
            Logged.Add((eventId, logLevel, formatter(state, exception)));
        }
    }
}
