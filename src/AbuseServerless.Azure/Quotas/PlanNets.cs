using AbuseServerless.Azure.Settings;
using AbuseServerless.Detection;
using AbuseServerless.Detection.Familiarity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Quotas;

/// <summary>The settings of nets that a plan has in place of the installation's: what they are called, and how both are read together.</summary>
public static class PlanNets
{
    /// <summary>Settings of a plan at the most.</summary>
    public const int Maximum = 100;

    private const string Prefix = NetsOptions.Section + ":";
    private const string File = $"{nameof(NetsOptions.Familiarity)}:{nameof(FamiliarityOptions.HostingFile)}";

    /// <summary>The names that a plan may set: those of the settings without <c>Nets:</c>, list items as number 0.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. SettingNames.Of([new SettingSection(NetsOptions.Section, typeof(NetsOptions))]).Select(name => name[Prefix.Length..]).Where(name => name != File && !IsShared(name))];

    /// <summary>A name as <see cref="Names"/> has it, with the numbers of list items that were written; what is unknown stays as it is.</summary>
    /// <param name="written">With <c>Nets:</c> or without, in any case.</param>
    public static string NameOf(string written)
    {
        var name = written.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? written[Prefix.Length..] : written;
        var parts = name.Split(':');
        var known = Names.FirstOrDefault(one => one.Equals(string.Join(':', parts.Select(part => IsNumber(part) ? "0" : part)), StringComparison.OrdinalIgnoreCase));
        return known is null ? name : string.Join(':', known.Split(':').Zip(parts, (right, part) => IsNumber(part) ? part : right));
    }

    /// <summary>The installation's settings, with a plan's in their place.</summary>
    /// <param name="installation">Settings of the installation; all others have their defaults.</param>
    /// <param name="nets">Those of the plan, by their names without <c>Nets:</c>.</param>
    /// <exception cref="InvalidOperationException">A value cannot be read.</exception>
    /// <exception cref="OptionsValidationException">A setting is unknown, is none for plans or has a value that it may not have.</exception>
    public static NetsOptions Read(IConfiguration installation, IReadOnlyDictionary<string, string> nets)
    {
        if (nets.Count > Maximum)
        {
            throw Wrong($"A plan can have at most {Maximum} net settings.");
        }

        if (nets.ContainsKey(File))
        {
            throw Wrong($"Setting {Prefix}{File} cannot differ by plan: it names a file of the function app.");
        }

        if (nets.Keys.FirstOrDefault(IsShared) is { } shared)
        {
            throw Wrong($"Setting {Prefix}{shared} cannot differ by plan: accounts of several plans may share an address.");
        }

        var both = new ConfigurationBuilder()
            .AddInMemoryCollection(installation.GetSection(NetsOptions.Section).AsEnumerable().Where(value => value.Value is not null))
            .AddInMemoryCollection(nets.Select(net => KeyValuePair.Create(Prefix + net.Key, (string?)net.Value)))
            .Build();
        return SettingsRegistration.ReadChecked<NetsOptions>(both, NetsOptions.Section);
    }

    private static bool IsShared(string name) => name.StartsWith($"{nameof(NetsOptions.SharedOrigins)}:", StringComparison.OrdinalIgnoreCase);

    private static bool IsNumber(string part) => part.Length > 0 && part.All(char.IsAsciiDigit);

    private static OptionsValidationException Wrong(string failure) => new(NetsOptions.Section, typeof(NetsOptions), [failure]);
}
