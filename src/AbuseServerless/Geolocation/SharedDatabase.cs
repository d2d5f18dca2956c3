using System.Net;

namespace AbuseServerless.Geolocation;

/// <summary>
/// A database that several threads read and one may retire. It is closed when it is retired and the last look-up has left:
/// a mapped file must not vanish under a reader.
/// </summary>
internal sealed class SharedDatabase(LocationDatabase database)
{
    private const int Retired = int.MinValue;

    // Look-ups under way; Retired is added once.
    private int _users;
    private int _closed;
    private int _faulted;

    public string Version => database.Version;

    public DateTimeOffset Built => database.Built;

    public bool HoldsV6 => database.HoldsV6;

    /// <summary>Looks an address up.</summary>
    /// <returns>False where the database has been retired: take the set that replaced it.</returns>
    /// <exception cref="Exception">The file is damaged at this place.</exception>
    public bool TryFind(IPAddress address, out Place place)
    {
        place = default;
        if (Interlocked.Increment(ref _users) < 0)
        {
            Leave();
            return false;
        }

        try
        {
            place = database.Find(address);
            return true;
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Closes the database as soon as nobody reads it. To be called once.</summary>
    public void Retire()
    {
        if (Interlocked.Add(ref _users, Retired) == Retired)
        {
            Close();
        }
    }

    /// <summary>True for the first damage found in this database, so that it is reported once.</summary>
    public bool IsFirstFault() => Interlocked.Exchange(ref _faulted, 1) == 0;

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) == Retired)
        {
            Close();
        }
    }

    // One who came too late may be the last to leave, after the database was closed.
    private void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            database.Dispose();
        }
    }
}
