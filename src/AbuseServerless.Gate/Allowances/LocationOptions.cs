namespace AbuseServerless.Gate.Allowances;

/// <summary>Settings of what locates addresses (section <c>Geolocation</c>): of those of the functions the one that a gate has, which may be empty. Only allowances need it.</summary>
internal sealed class LocationOptions
{
    /// <summary>Name of the section.</summary>
    internal const string Section = "Geolocation";

    /// <summary>
    /// Paths of MaxMind DB files of countries or cities, separated by semicolons, as of the functions. Empty (default) for none: accounts with an allowance may then be used from everywhere at this gate. A file that changes is taken up
    /// without a restart.
    /// </summary>
    public string Databases { get; set; } = "";
}
