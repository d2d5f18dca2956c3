using System.ComponentModel.DataAnnotations;

namespace AbuseServerless.Geolocation;

/// <summary>The databases that locate addresses: the settings of the section <c>Geolocation</c>.</summary>
public sealed class GeolocationOptions : IValidatableObject
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Geolocation";

    /// <summary>
    /// Paths of the MaxMind DB files, separated by semicolons; relative ones start at the folder of the program, whatever the
    /// working directory is. One file for both IP versions or one for each. The first file that contains the country of an
    /// address is used. Required.
    /// </summary>
    public string Databases { get; set; } = "";

    /// <summary>
    /// The ASN database, for the Familiarity net and for exemptions: the path of a file in MaxMind DB format, or the paths of CSV files of
    /// <c>@ip-location-db/asn</c> (<c>asn-ipv4-num.csv;asn-ipv6-num.csv</c>), separated by semicolons. Empty (default) for none: networks are then address prefixes. Relative paths start at the folder of the program.
    /// </summary>
    public string AsnDatabase { get; set; } = "";

    /// <summary>How the files are read: <c>Mapped</c> (default) or <c>Memory</c>.</summary>
    public DatabaseAccess Access { get; set; } = DatabaseAccess.Mapped;

    /// <summary>
    /// How often the files are checked for changes, 1 second to 1 day. Default: 1 minute. A change takes effect when two
    /// consecutive checks find the same file, so after one to two of these intervals.
    /// </summary>
    public TimeSpan ReloadInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How many addresses are cached with their location and, separately, with their network, 0 to 4,194,304, rounded up to a power of two.
    /// Default: 131,072, which is at most 7 MB and 5 MB.
    /// </summary>
    public int CachedAddresses { get; set; } = 131_072;

    /// <summary>
    /// Maximum age of the oldest file, counted from its build, for the functions to report that they are ready: 1 day to 3,650 days. Default: 366 days. Older files are still used.
    /// </summary>
    public TimeSpan MaximumAge { get; set; } = TimeSpan.FromDays(366);

    /// <summary>The paths of <see cref="Databases"/> in their order, absolute, without duplicates.</summary>
    public IReadOnlyList<string> Files() =>
        [.. (Databases ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(static path => Path.GetFullPath(path, AppContext.BaseDirectory))
            .Distinct(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Files().Count == 0)
        {
            yield return Invalid(nameof(Databases), "names no file; give the paths of one or more MaxMind DB files, separated by semicolons.");
        }

        if (!Enum.IsDefined(Access))
        {
            yield return Invalid(nameof(Access), $"is '{Access}'; it must be Mapped or Memory.");
        }

        if (ReloadInterval < TimeSpan.FromSeconds(1) || ReloadInterval > TimeSpan.FromDays(1))
        {
            yield return Invalid(nameof(ReloadInterval), $"is {ReloadInterval}; it must be 00:00:01 to 1.00:00:00.");
        }

        if (MaximumAge < TimeSpan.FromDays(1) || MaximumAge > TimeSpan.FromDays(3650))
        {
            yield return Invalid(nameof(MaximumAge), $"is {MaximumAge}; it must be 1.00:00:00 to 3650.00:00:00.");
        }

        if (CachedAddresses is < 0 or > 4_194_304)
        {
            yield return Invalid(nameof(CachedAddresses), FormattableString.Invariant($"is {CachedAddresses}; it must be 0 to 4194304."));
        }
    }

    private static ValidationResult Invalid(string setting, string problem) => new($"{Section}:{setting} {problem}", [setting]);
}
