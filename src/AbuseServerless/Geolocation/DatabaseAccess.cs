namespace AbuseServerless.Geolocation;

/// <summary>How a geolocation database is read.</summary>
public enum DatabaseAccess
{
    /// <summary>
    /// Mapped into memory: pages are read when needed and shared by all processes of a machine. A new file must replace the
    /// old one by renaming (<c>mv</c>, <c>geoipupdate</c>): a file that is truncated or overwritten in place while it is mapped
    /// ends the process on Linux.
    /// </summary>
    Mapped,

    /// <summary>Read whole into the memory of the process (a city database is 130 MB). The file may be overwritten in place.</summary>
    Memory,
}
