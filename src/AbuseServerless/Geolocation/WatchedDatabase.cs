namespace AbuseServerless.Geolocation;

/// <summary>One configured file: the database in use, and what is known of the file's changes. Not thread-safe.</summary>
internal sealed class WatchedDatabase
{
    private readonly DatabaseAccess _access;

    // What is in use, what the last look found, and what was found unusable, so that it is tried and reported once.
    private DatabaseFile.Stamp? _loaded;
    private DatabaseFile.Stamp? _seen;
    private DatabaseFile.Stamp? _refused;

    /// <exception cref="GeolocationDatabaseException">There is no file, or it is damaged or of another type.</exception>
    public WatchedDatabase(string path, DatabaseAccess access)
    {
        Path = path;
        _access = access;
        _loaded = _seen = DatabaseFile.Look(path);
        Current = new SharedDatabase(DatabaseFile.Open(path, access));
    }

    public string Path { get; }

    public SharedDatabase Current { get; private set; }

    /// <summary>
    /// Takes up a changed file that two looks in a row found the same: one that is still being written is left alone. A file
    /// that is gone changes nothing.
    /// </summary>
    /// <returns>The database that was replaced, to be retired by the caller once nobody is sent to it; else null.</returns>
    /// <exception cref="GeolocationDatabaseException">The new file is unusable. Thrown once for each; the old one stays in use.</exception>
    public SharedDatabase? Refresh()
    {
        var found = DatabaseFile.Look(Path);
        var settled = found == _seen;
        _seen = found;
        if (!settled || found is null || found == _loaded || found == _refused)
        {
            return null;
        }

        try
        {
            var old = Current;
            Current = new SharedDatabase(DatabaseFile.Open(Path, _access));
            _loaded = found;
            return old;
        }
        catch (GeolocationDatabaseException)
        {
            _refused = found;
            throw;
        }
    }
}
