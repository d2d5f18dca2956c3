using MaxMind.Db;
using MaxMind.GeoIP2;

namespace AbuseServerless.Geolocation;

/// <summary>A database on disk: detects a change by its size and write time, and opens it.</summary>
internal static class DatabaseFile
{
    private const int Probes = 2048;

    /// <summary>Identifies a version of a file; null if there is no file.</summary>
    public static Stamp? Look(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new Stamp(file.Length, file.LastWriteTimeUtc) : null;
    }

    /// <summary>Opens a file with the reader for its type, and reads here and there to see that it is whole.</summary>
    /// <exception cref="GeolocationDatabaseException">There is no file, or it is damaged or of another type.</exception>
    public static LocationDatabase Open(string path, DatabaseAccess access)
    {
        if (!File.Exists(path))
        {
            throw new GeolocationDatabaseException(path, "does not exist.");
        }

        try
        {
            var mode = access == DatabaseAccess.Memory ? FileAccessMode.Memory : FileAccessMode.MemoryMapped;
            var database = OpenByType(path, mode);
            try
            {
                Probe(database);

                // A build date that is none shows here, and not where it is told.
                _ = database.Version;
                return database;
            }
            catch
            {
                database.Dispose();
                throw;
            }
        }
        catch (Exception e) when (e is not GeolocationDatabaseException)
        {
            throw new GeolocationDatabaseException(path, $"cannot be read as a MaxMind DB file: {e.Message}", e);
        }
    }

    private static LocationDatabase OpenByType(string path, FileAccessMode mode)
    {
        var reader = new Reader(path, mode);
        var type = reader.Metadata.DatabaseType;
        if (FlatDatabase.Reads(type))
        {
            return new FlatDatabase(reader);
        }

        reader.Dispose();
        return GeoIP2Database.Reads(type)
            ? new GeoIP2Database(new DatabaseReader(path, mode))
            : throw new GeolocationDatabaseException(path, $"has type '{type}'; a city or country database is needed.");
    }

    // Always the same addresses, so that a file is accepted by every worker or by none.
    private static void Probe(LocationDatabase database)
    {
        for (var i = 0; i < Probes; i++)
        {
            // Multiples of the golden ratio lie evenly.
            var bits = (ulong)i * 0x9e37_79b9_7f4a_7c15;
            var address = database.HoldsV6 && i % 2 == 0
                ? new AddressBits(0x2000_0000_0000_0000 | bits >> 3, bits)
                : new AddressBits(0, 0xffff_0000_0000UL | (uint)bits);
            database.Find(address.ToAddress());
        }
    }

    internal readonly record struct Stamp(long Length, DateTime WrittenUtc);
}
