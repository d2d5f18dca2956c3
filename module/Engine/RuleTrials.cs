using System.Globalization;
using System.Runtime.Loader;
using AbuseServerless.Azure.Settings;
using AbuseServerless.Detection;
using AbuseServerless.Durations;
using AbuseServerless.Geolocation;
using AbuseServerless.PowerShell.Boundary;
using AbuseServerless.Thresholds.Trials;
using Microsoft.Extensions.Configuration;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Makes the trials of settings that somebody asks for.</summary>
internal static class RuleTrials
{
    /// <summary>Trials at the most, beside the defaults: each holds its verdicts for every account, and judges every login.</summary>
    public const int Maximum = 100;

    private const string Defaults = "defaults";

    /// <summary>The defaults, and every value of each setting with every value of the others.</summary>
    /// <exception cref="EngineException">A setting is unknown or has a wrong value, or there are too many.</exception>
    public static IReadOnlyList<RuleTrial> Of(IReadOnlyList<GeoSetting> settings, IGeolocator geolocator)
    {
        var count = settings.Aggregate(1L, (product, setting) => Math.Min(Maximum + 1L, product * setting.Values.Count));
        if (count > Maximum)
        {
            throw new EngineException(EngineFault.BadSetting, $"Too many values: every value is tried with every value of the other settings, up to {Maximum} combinations.");
        }

        IEnumerable<IReadOnlyList<KeyValuePair<string, string?>>> combinations = [[]];
        foreach (var setting in settings)
        {
            combinations = combinations.SelectMany(before => setting.Values, (before, value) => (IReadOnlyList<KeyValuePair<string, string?>>)[.. before, new(OfNets(setting.Name), value)]);
        }

        return [Trial(Defaults, [], geolocator), .. combinations.Select(values => Trial(string.Join(", ", values.Select(pair => $"{pair.Key}={pair.Value}")), values, geolocator))];
    }

    private static string OfNets(string name) => name.StartsWith(NetsOptions.Section + ':', StringComparison.OrdinalIgnoreCase)
        ? name
        : throw new EngineException(EngineFault.BadSetting, $"{name} is not a setting of a net. Their names begin with {NetsOptions.Section}:, such as Nets:Volume:MessagesPerDay:Suspend.");

    private static RuleTrial Trial(string name, IReadOnlyList<KeyValuePair<string, string?>> values, IGeolocator geolocator)
    {
        // The converters of settings are found by their names, in the context of the module.
        using var context = AssemblyLoadContext.EnterContextualReflection(typeof(RuleTrials).Assembly);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(values.Select(pair => KeyValuePair.Create(pair.Key, Plain(pair.Value)))).Build();
        try
        {
            return new RuleTrial(name, SettingsRegistration.ReadChecked<NetsOptions>(configuration, NetsOptions.Section), geolocator);
        }
        catch (Exception e) when (StartFailure.Explain(e) is { } wrong)
        {
            throw new EngineException(EngineFault.BadSetting, wrong, e);
        }
    }

    // 4h as 04:00:00; a number is no duration.
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(value))]
    internal static string? Plain(string? value) =>
        value is not null && !long.TryParse(value, CultureInfo.InvariantCulture, out _) && Duration.TryParse(value, out var duration, out _) ? duration.ToString("c", CultureInfo.InvariantCulture) : value;
}
