using System.ComponentModel.DataAnnotations;
using AbuseServerless.Geolocation;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Tests.Geolocation;

public sealed class GeolocationOptionsTests
{
    [Fact]
    public void Files_stand_in_the_order_of_the_setting_without_blanks_and_duplicates()
    {
        var options = new GeolocationOptions { Databases = " /data/b.mmdb ;; /data/a.mmdb;/data/b.mmdb; " };

        Assert.Equal(["/data/b.mmdb", "/data/a.mmdb"], options.Files());
    }

    [Fact]
    public void A_relative_file_stands_beside_the_program_and_not_in_the_working_directory()
    {
        var options = new GeolocationOptions { Databases = "geolocation/a.mmdb;./geolocation/a.mmdb" };

        Assert.Equal([Path.Combine(AppContext.BaseDirectory, "geolocation", "a.mmdb")], options.Files());
    }

    [Theory]
    [InlineData("", "00:01:00", 0, DatabaseAccess.Mapped, "Geolocation:Databases names no file; give the paths of one or more MaxMind DB files, separated by semicolons.")]
    [InlineData(" ; ", "00:01:00", 0, DatabaseAccess.Mapped, "Geolocation:Databases names no file; give the paths of one or more MaxMind DB files, separated by semicolons.")]
    [InlineData("a", "00:00:00", 0, DatabaseAccess.Mapped, "Geolocation:ReloadInterval is 00:00:00; it must be 00:00:01 to 1.00:00:00.")]
    [InlineData("a", "2.00:00:00", 0, DatabaseAccess.Mapped, "Geolocation:ReloadInterval is 2.00:00:00; it must be 00:00:01 to 1.00:00:00.")]
    [InlineData("a", "00:01:00", -1, DatabaseAccess.Mapped, "Geolocation:CachedAddresses is -1; it must be 0 to 4194304.")]
    [InlineData("a", "00:01:00", 4_194_305, DatabaseAccess.Mapped, "Geolocation:CachedAddresses is 4194305; it must be 0 to 4194304.")]
    [InlineData("a", "00:01:00", 0, (DatabaseAccess)7, "Geolocation:Access is '7'; it must be Mapped or Memory.")]
    public void A_setting_that_is_not_valid_is_named(string databases, string interval, int cached, DatabaseAccess access, string message)
    {
        var options = new GeolocationOptions
        {
            Databases = databases,
            ReloadInterval = TimeSpan.Parse(interval, System.Globalization.CultureInfo.InvariantCulture),
            CachedAddresses = cached,
            Access = access,
        };
        var failures = new List<ValidationResult>();

        Assert.False(Validator.TryValidateObject(options, new ValidationContext(options), failures, validateAllProperties: true));
        Assert.Equal(message, Assert.Single(failures).ErrorMessage);
        var error = Assert.Throws<OptionsValidationException>(() => Open(options));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Defaults_are_valid_once_a_file_is_named()
    {
        var options = new GeolocationOptions { Databases = "a" };

        Assert.Empty(options.Validate(new ValidationContext(options)));
    }

    [Theory]
    [InlineData("00:00:01", "1.00:00:00", 4_194_304, null)]
    [InlineData("1.00:00:00", "3650.00:00:00", 0, null)]
    [InlineData("00:00:01", "23:59:59", 0, "Geolocation:MaximumAge is 23:59:59; it must be 1.00:00:00 to 3650.00:00:00.")]
    [InlineData("00:00:01", "3650.00:00:01", 0, "Geolocation:MaximumAge is 3650.00:00:01; it must be 1.00:00:00 to 3650.00:00:00.")]
    public void The_ends_of_a_range_are_in_it(string interval, string age, int cached, string? message)
    {
        var options = new GeolocationOptions { Databases = "a", ReloadInterval = TimeSpan.Parse(interval, System.Globalization.CultureInfo.InvariantCulture), MaximumAge = TimeSpan.Parse(age, System.Globalization.CultureInfo.InvariantCulture), CachedAddresses = cached };
        Assert.Equal(message, options.Validate(new ValidationContext(options)).SingleOrDefault()?.ErrorMessage);
    }

    [Fact]
    public void Nothing_is_set_by_default_and_nothing_located_without_a_database()
    {
        Assert.Equal(("", ""), (new GeolocationOptions().Databases, new GeolocationOptions().AsnDatabase));
        Assert.Empty(new GeolocationOptions { Databases = null! }.Files());
        Assert.Equal(("", Place.Unlocated), (new NoDatabase().DatabaseVersion, new NoDatabase().Locate(System.Net.IPAddress.Loopback)));
    }

    [Fact]
    public void A_missing_file_is_an_error_at_start_up_that_names_the_setting()
    {
        var error = Assert.Throws<GeolocationDatabaseException>(() => Open(new GeolocationOptions { Databases = SmallWorld.Cities + ";/no/such.mmdb" }));

        Assert.Equal("Geolocation:Databases: '/no/such.mmdb' does not exist.", error.Message);
    }

    [Fact]
    public void A_file_that_is_no_database_is_an_error_at_start_up_that_names_the_setting()
    {
        var path = RepositoryRoot.Combine("AbuseServerless.sln");

        var error = Assert.Throws<GeolocationDatabaseException>(() => Open(new GeolocationOptions { Databases = path }));

        Assert.StartsWith($"Geolocation:Databases: '{path}' cannot be read as a MaxMind DB file: ", error.Message, StringComparison.Ordinal);
    }

    private static void Open(GeolocationOptions options) =>
        new DatabaseGeolocator(Options.Create(options), TimeProvider.System, NullLogger<DatabaseGeolocator>.Instance).Dispose();
}
