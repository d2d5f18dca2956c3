namespace AbuseServerless.Laboratory.World;

/// <summary>
/// Real operators. Which addresses are theirs comes from routing data; what they are used for is general knowledge of the field and a simplification: one system often has several uses.
/// </summary>
internal static class Providers
{
    /// <summary>Where most subscribers live.</summary>
    public const string HomeCountry = "JP";

    private static readonly Provider[] Known =
    [
        .. Of(NetworkKind.Home, HomeCountry, 4713, 2516, 17676, 2518, 9824, 2497, 7679, 18126, 17511, 2527),
        .. Of(NetworkKind.Mobile, HomeCountry, 9605, 138384),
        .. Of(NetworkKind.Office, HomeCountry, 2907, 2497),

        // Home lines of other countries: where travellers go, where residential proxies and bots are rented.
        .. Of(NetworkKind.Home, "US", 7922, 7018), .. Of(NetworkKind.Home, "KR", 4766), .. Of(NetworkKind.Home, "TW", 3462), .. Of(NetworkKind.Home, "TH", 7470, 17552),
        .. Of(NetworkKind.Home, "DE", 3320, 3209), .. Of(NetworkKind.Home, "FR", 3215, 12322), .. Of(NetworkKind.Home, "GB", 2856), .. Of(NetworkKind.Home, "IT", 3269),
        .. Of(NetworkKind.Home, "ES", 3352), .. Of(NetworkKind.Home, "BR", 28573, 26599), .. Of(NetworkKind.Home, "IN", 24560, 55836, 9829), .. Of(NetworkKind.Home, "VN", 45899, 7552, 18403),
        .. Of(NetworkKind.Home, "ID", 7713), .. Of(NetworkKind.Home, "TR", 9121), .. Of(NetworkKind.Home, "RU", 12389, 8402), .. Of(NetworkKind.Home, "UA", 6849),
        .. Of(NetworkKind.Home, "MX", 8151), .. Of(NetworkKind.Home, "AR", 7303), .. Of(NetworkKind.Home, "CO", 3816), .. Of(NetworkKind.Home, "AE", 5384),
        .. Of(NetworkKind.Home, "ZA", 37457), .. Of(NetworkKind.Home, "MA", 36903), .. Of(NetworkKind.Home, "SG", 9506, 4657), .. Of(NetworkKind.Home, "HK", 4760, 9304),
        .. Of(NetworkKind.Home, "PH", 9299), .. Of(NetworkKind.Home, "AU", 1221), .. Of(NetworkKind.Home, "CA", 577), .. Of(NetworkKind.Home, "RO", 8708),
        .. Of(NetworkKind.Home, "PL", 5617), .. Of(NetworkKind.Home, "CN", 4134, 4837),

        .. Of(NetworkKind.Hosting, null, 16276, 14061, 24940, 20473, 16509, 51167, 36352, 63949),
        .. Of(NetworkKind.Vpn, null, 9009, 212238, 60068, 136787),

        // Private Relay and WARP leave in the country of their user.
        .. Of(NetworkKind.Relay, HomeCountry, 13335, 36183),
        .. Of(NetworkKind.SendAs, null, 15169, 8075),
        .. Of(NetworkKind.Tor, null, 60729),
        .. Of(NetworkKind.Satellite, null, 14593, 22351),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Provider> All => Known;

    /// <summary>Countries with home lines other than the home country.</summary>
    public static IReadOnlyList<string> Abroad { get; } =
        [.. Known.Where(provider => provider.Kind == NetworkKind.Home && provider.Country != HomeCountry).Select(provider => provider.Country!).Distinct()];

    private static IEnumerable<Provider> Of(NetworkKind kind, string? country, params int[] systems) => systems.Select(system => new Provider(system, country, kind));
}
