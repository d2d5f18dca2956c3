namespace AbuseServerless.Geolocation;

/// <summary>Distances on the globe.</summary>
public static class GreatCircle
{
    // Mean radius of the Earth, IUGG: (2a + b) / 3 of GRS 80.
    private const double EarthRadius = 6371.0088;

    /// <summary>The shortest way between two places with coordinates, by the haversine formula, on a sphere: right to 0.6 %.</summary>
    /// <returns>Kilometres.</returns>
    public static double Kilometres(Place one, Place other)
    {
        var (lat1, lat2) = (double.DegreesToRadians(one.Latitude), double.DegreesToRadians(other.Latitude));
        var latitude = Math.Sin((lat2 - lat1) / 2);
        var longitude = Math.Sin(double.DegreesToRadians(other.Longitude - one.Longitude) / 2);
        var haversine = latitude * latitude + Math.Cos(lat1) * Math.Cos(lat2) * longitude * longitude;
        return 2 * EarthRadius * Math.Asin(Math.Min(1, Math.Sqrt(haversine)));
    }
}
