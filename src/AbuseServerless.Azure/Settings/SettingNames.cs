using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Settings;

/// <summary>The names of the settings in all sections that are checked at start, and what a misspelt one was meant to be.</summary>
internal sealed class SettingNames(IEnumerable<SettingSection> sections, IConfiguration configuration)
{
    private readonly SettingSection[] _sections = [.. sections.DistinctBy(section => section.Name)];

    /// <summary>The names of the settings in some sections, list items as number 0.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<SettingSection> sections) => [.. sections.DistinctBy(section => section.Name).SelectMany(section => Leaves(section.Name, section.Options))];

    /// <summary>
    /// Refuses what a section does not know, sections that do not exist and are nearly named like it, and values that cannot be read. A section of quite another name may belong to another program: the
    /// environment is everybody's.
    /// </summary>
    /// <exception cref="OptionsValidationException">The message names each such setting, and the nearest one or what it may be.</exception>
    public void EnsureRight(SettingSection section)
    {
        var names = Leaves(section.Name, section.Options).ToList();
        var strange = configuration.GetChildren().Where(child => IsNearly(child, section.Name)).SelectMany(Settings)
            .Concat(Unknown(configuration.GetSection(section.Name), section.Options));
        var failures = strange.Select(name => $"Setting {name} is unknown.{Nearest.Hint(name, names)}")
            .Concat(Unreadable(section.Name, configuration.GetSection(section.Name), section.Options)).ToList();
        if (failures.Count > 0)
        {
            throw new OptionsValidationException(section.Name, section.Options, failures);
        }
    }

    private bool IsNearly(IConfigurationSection found, string section) =>
        !Array.Exists(_sections, known => Same(known.Name, found.Key)) && found.GetChildren().Any() && Nearest.To(found.Key, [section]) is not null;

    private static IEnumerable<string> Settings(IConfigurationSection found) =>
        found.GetChildren().Any() ? found.GetChildren().SelectMany(Settings) : [found.Path];

    private static IEnumerable<string> Unknown(IConfigurationSection found, Type type)
    {
        foreach (var child in found.GetChildren())
        {
            var inner = IsSetting(type) ? null
                : Item(type) is { } item ? (int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? item : null)
                : Properties(type).FirstOrDefault(property => Same(property.Name, child.Key))?.PropertyType;
            foreach (var name in inner is null ? Settings(child) : Unknown(child, inner))
            {
                yield return name;
            }
        }
    }

    // By the names that the program gives them, however somebody wrote them.
    private static IEnumerable<string> Unreadable(string path, IConfigurationSection found, Type type)
    {
        if (IsSetting(type))
        {
            return found.Value is { } value && SettingValue.FaultOf(value, type) is { } fault ? [$"Setting {path}: {fault}"] : [];
        }

        return Item(type) is { } item
            ? found.GetChildren().SelectMany(child => Unreadable($"{path}:{child.Key}", child, item))
            : Properties(type).SelectMany(property => Unreadable($"{path}:{property.Name}", found.GetSection(property.Name), property.PropertyType));
    }

    private static IEnumerable<string> Leaves(string path, Type type) =>
        IsSetting(type) ? [path]
        : Item(type) is { } item ? Leaves($"{path}:0", item)
        : Properties(type).SelectMany(property => Leaves($"{path}:{property.Name}", property.PropertyType));

    internal static bool IsSetting(Type type) => TypeDescriptor.GetConverter(type).CanConvertFrom(typeof(string));

    private static Type? Item(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IList<>) ? type.GetGenericArguments()[0] : null;

    // What can be set, or is an object or a list whose own settings can.
    private static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is { IsPublic: true } || !IsSetting(property.PropertyType));

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
