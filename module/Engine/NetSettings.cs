using System.Collections.Immutable;
using System.Runtime.Loader;
using System.Text.Json;
using AbuseServerless.Azure.Quotas;
using AbuseServerless.Azure.Settings;
using AbuseServerless.Detection;
using AbuseServerless.Geolocation;
using AbuseServerless.PowerShell.Boundary;
using AbuseServerless.Quotas;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Settings of nets that a plan has in place of the installation's, as operators write them.</summary>
internal static class NetSettings
{
    /// <summary>Their names, each with its default.</summary>
    public static IReadOnlyList<GeoNetSetting> All => field ??= Read();

    /// <summary>Settings by their names, checked as those of the functions are; of several of one name the last, and none of whose value is empty.</summary>
    /// <param name="written">NAME=VALUE.</param>
    /// <exception cref="EngineException">One is unknown, or has a wrong value.</exception>
    public static ImmutableSortedDictionary<string, string> Parse(IEnumerable<string> written)
    {
        // The converters of settings are found by their names, in the context of the module, and are remembered.
        using var context = AssemblyLoadContext.EnterContextualReflection(typeof(NetSettings).Assembly);
        var nets = Plan.NoNets;
        foreach (var parts in written.Select(one => one.Split('=', 2, StringSplitOptions.TrimEntries)))
        {
            var name = PlanNets.NameOf(parts[0]);
            nets = parts[1].Length == 0 ? nets.Remove(name) : nets.SetItem(name, RuleTrials.Plain(parts[1]));
        }

        try
        {
            PlanNets.Read(new ConfigurationBuilder().Build(), nets);
            return nets;
        }
        catch (Exception e) when (StartFailure.Explain(e) is { } wrong)
        {
            throw new EngineException(EngineFault.BadPlan, wrong, e);
        }
    }

    private static List<GeoNetSetting> Read()
    {
        using var context = AssemblyLoadContext.EnterContextualReflection(typeof(NetSettings).Assembly);
        using var defaults = JsonDocument.Parse(new Detector(Options.Create(new NetsOptions()), new NoDatabase()).Settings);
        return [.. PlanNets.Names.Select(name => new GeoNetSetting(name, Default(defaults.RootElement, name.Split(':')), CanBeOff(name)))];
    }

    // A further window has none.
    private static string Default(JsonElement of, IEnumerable<string> path)
    {
        foreach (var part in path)
        {
            if (of.ValueKind != JsonValueKind.Object || !of.TryGetProperty(part, out of))
            {
                return "";
            }
        }

        return of.ToString();
    }

    private static bool CanBeOff(string name)
    {
        var type = typeof(NetsOptions);
        foreach (var part in name.Split(':').Where(part => part != "0"))
        {
            type = type.GetProperty(part)!.PropertyType is { IsGenericType: true } list ? list.GetGenericArguments()[0] : type.GetProperty(part)!.PropertyType;
        }

        return type == typeof(Threshold);
    }
}
