namespace AbuseServerless.Mail.Tests.Logins;

/// <summary>Well-known public addresses, one in each of fifteen countries as the geolocation database that the tests use says.</summary>
internal static class World
{
    public static IReadOnlyList<string> Addresses { get; } =
    [
        "202.12.27.33", // JP
        "81.2.69.142", // GB
        "8.8.8.8", // US
        "77.88.8.8", // RU
        "114.114.114.114", // CN
        "200.160.2.3", // BR
        "196.25.1.1", // ZA
        "1.1.1.1", // AU
        "49.50.8.1", // ID
        "41.220.68.1", // NG
        "185.60.216.35", // IE
        "88.198.0.1", // DE
        "212.27.48.10", // FR
        "130.89.148.12", // NL
        "193.136.0.1", // PT
    ];

    /// <summary>An address of the country that all accounts begin in.</summary>
    public static string Home => Addresses[0];
}
