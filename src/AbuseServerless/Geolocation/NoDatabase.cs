using System.Net;

namespace AbuseServerless.Geolocation;

/// <summary>For nets that judge what is stored: its places are known already.</summary>
public sealed class NoDatabase : IGeolocator
{
    /// <inheritdoc/>
    public string DatabaseVersion => "";

    /// <inheritdoc/>
    public Place Locate(IPAddress address) => Place.Unlocated;
}
