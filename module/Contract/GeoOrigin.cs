using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell;

/// <summary>A country that an account was seen in.</summary>
/// <param name="Country">ISO 3166-1 alpha-2; <c>private</c> for private and reserved addresses, <c>unlocated</c> for those that the database does not know, <c>exempted</c> for all exempted activity.</param>
/// <param name="Places">Its places.</param>
/// <param name="First">Start of the first quarter of an hour in which it was seen there, UTC.</param>
/// <param name="Last">Start of the last one, UTC.</param>
/// <param name="Slots">Number of quarters of an hour in which it was seen there, 1 to 128.</param>
/// <param name="Address">Client address of the earliest sighting remembered.</param>
/// <param name="Counts">What it counts towards.</param>
public sealed record GeoOrigin(string Country, GeoPlace[] Places, DateTimeOffset First, DateTimeOffset Last, int Slots, string Address, GeoCounting Counts)
{
    /// <summary>One line.</summary>
    public override string ToString() =>
        $"{Country}  {First.UtcDateTime:u} – {Last.UtcDateTime:u}  {Quantity.Of(Slots, "slot")}  {Address}  {string.Join("; ", Places.Select(place => place.ToString()))}".TrimEnd()
        + Counts switch { GeoCounting.WatchOnly => "  watch only", GeoCounting.NotAtAll => "  not counted", _ => "" };
}
