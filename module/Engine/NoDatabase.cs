using System.Net;
using AbuseServerless.Geolocation;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>For nets that judge what is stored: its places are known already.</summary>
internal sealed class NoDatabase : IGeolocator
{
    public string DatabaseVersion => "";

    public Place Locate(IPAddress address) => Place.Unlocated;
}
