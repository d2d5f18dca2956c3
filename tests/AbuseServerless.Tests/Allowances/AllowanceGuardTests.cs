using System.Diagnostics.Metrics;
using AbuseServerless.Accounts;
using AbuseServerless.Allowances;
using AbuseServerless.Geolocation;
using AbuseServerless.Suspensions;
using AbuseServerless.Tests.Geolocation;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Tests.Allowances;

public sealed class AllowanceGuardTests : IDisposable
{
    private readonly DatabaseGeolocator _geolocator = new(Options.Create(new GeolocationOptions { Databases = SmallWorld.Countries }), TimeProvider.System, NullLogger<DatabaseGeolocator>.Instance);

    public void Dispose() => _geolocator.Dispose();

    [Theory]
    [InlineData("alice@example.jp", "202.12.27.33", AllowanceOutcome.Inside)]
    [InlineData("alice@example.jp", "::ffff:202.12.27.33", AllowanceOutcome.Inside)]
    [InlineData("alice@example.jp", "2001:240::1", AllowanceOutcome.Inside)]
    [InlineData("alice@example.jp", "8.8.8.8", AllowanceOutcome.Abroad)]
    [InlineData("alice@example.jp", "2a02:6b8::2:242", AllowanceOutcome.Abroad)]
    [InlineData("traveller@example.jp", "8.8.8.8", AllowanceOutcome.Inside)]
    [InlineData("traveller@example.jp", "81.2.69.142", AllowanceOutcome.Abroad)]
    [InlineData("alice@example.jp", "192.168.1.7", AllowanceOutcome.Private)]
    [InlineData("alice@example.jp", "127.0.0.1", AllowanceOutcome.Private)]
    [InlineData("alice@example.jp", "", AllowanceOutcome.Unlocated)]
    [InlineData("alice@example.jp", null, AllowanceOutcome.Unlocated)]
    [InlineData("alice@example.jp", "unknown", AllowanceOutcome.Unlocated)]
    [InlineData("alice@example.com", "8.8.8.8", AllowanceOutcome.None)]
    public void Only_a_country_that_is_known_and_not_named_refuses(string account, string? address, AllowanceOutcome expected) =>
        Assert.Equal(expected, Guard().Judge(AccountName.Parse(account), address));

    [Fact]
    public void Observing_refuses_nobody() => Assert.Equal(AllowanceOutcome.Observed, Guard(EnforcementMode.Observe).Judge(AccountName.Parse("alice@example.jp"), "8.8.8.8"));

    /// <summary>An operator may have set Observe.</summary>
    [Fact]
    public void Before_the_mode_is_known_nobody_is_refused() =>
        Assert.Equal(AllowanceOutcome.Observed, Guard(isRead: false).Judge(AccountName.Parse("alice@example.jp"), "8.8.8.8"));

    [Fact]
    public void A_database_that_cannot_be_opened_is_tried_again()
    {
        IGeolocator? found = null;
        var guard = Guard(geolocator: () => found ?? throw new GeolocationDatabaseException("x", "does not exist."));
        Assert.Equal(AllowanceOutcome.NoDatabase, guard.Judge(AccountName.Parse("alice@example.jp"), "8.8.8.8"));
        found = _geolocator;
        Assert.Equal(AllowanceOutcome.Abroad, guard.Judge(AccountName.Parse("alice@example.jp"), "8.8.8.8"));
    }

    [Fact]
    public void Without_a_database_or_with_one_that_cannot_be_opened_all_pass()
    {
        foreach (var geolocator in new Func<IGeolocator?>[] { () => null, () => throw new GeolocationDatabaseException("x", "does not exist.") })
        {
            var guard = Guard(geolocator: geolocator);
            Assert.False(guard.CanLocate);
            Assert.Equal(AllowanceOutcome.NoDatabase, guard.Judge(AccountName.Parse("alice@example.jp"), "8.8.8.8"));
        }
    }

    [Fact]
    public void Without_an_allowance_no_address_is_located()
    {
        var guard = Guard(geolocator: () => throw new InvalidOperationException("Asked."));
        Assert.Equal(AllowanceOutcome.None, guard.Judge(AccountName.Parse("alice@example.com"), "8.8.8.8"));
        guard.Current = AllowanceSet.Empty;
        Assert.Equal(AllowanceOutcome.None, guard.Judge(AccountName.Parse("alice@example.jp"), "8.8.8.8"));
        Assert.Equal(AllowanceOutcome.None, guard.Judge(default, "8.8.8.8"));
    }

    [Fact]
    public void What_is_said_of_an_account_with_an_allowance_is_counted()
    {
        var guard = Guard();
        var counted = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == AllowanceMetrics.Checks)
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        var thread = Environment.CurrentManagedThreadId;
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            if (Environment.CurrentManagedThreadId == thread)
            {
                counted.Add((string)tags[0].Value!);
            }
        });
        listener.Start();
        foreach (var (account, address) in new[] { ("alice@example.jp", "8.8.8.8"), ("alice@example.jp", ""), ("alice@example.com", "8.8.8.8"), ("alice@example.jp", "202.12.27.33") })
        {
            guard.Judge(AccountName.Parse(account), address);
        }

        Assert.Equal(["abroad", "unlocated", "inside"], counted);
    }

    private AllowanceGuard Guard(EnforcementMode mode = EnforcementMode.Enforce, Func<IGeolocator?>? geolocator = null, bool isRead = true)
    {
        var enforcement = new EnforcementSwitch(Options.Create(new EnforcementOptions { Mode = mode }));
        if (isRead)
        {
            enforcement.Apply(null);
        }

        return new(enforcement, geolocator ?? (() => _geolocator)) { Current = AllowanceTests.Set(("@example.jp", "JP"), ("traveller@example.jp", "JP US")) };
    }
}
