using AbuseServerless.Durations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AbuseServerless.Azure.Settings;

/// <summary>Registers settings, and checks those that somebody is about to start with.</summary>
public static class SettingsRegistration
{
    /// <summary>Names of the settings that connect to storage and event hubs, which belong to no section.</summary>
    public static IReadOnlyList<string> Connections { get; } =
    [
        "Storage", "Storage:tableServiceUri", "Storage:clientId", "EventHubs", "EventHubs:fullyQualifiedNamespace", "EventHubs:clientId", "EventHubs:credential",
        "AuthEventsHub", "AuthEventsConsumerGroup", "DeliveryEventsHub", "DeliveryEventsConsumerGroup",
    ];

    /// <summary>Adds a section of settings that is checked at start. A misspelt setting is an error that names the nearest one, not a default; durations are read as <see cref="Duration"/> does.</summary>
    public static void AddChecked<T>(this IServiceCollection services, IConfiguration configuration, string section)
        where T : class
    {
        DurationConverter.Register();
        var added = new SettingSection(section, typeof(T));
        services.AddSingleton(added);
        services.TryAddSingleton(provider => new SettingNames(provider.GetServices<SettingSection>(), configuration));
        services.AddOptions<T>()
            .Configure<SettingNames>((_, names) => names.EnsureRight(added))
            .Bind(configuration.GetSection(section), binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<T>>(new SettingValidation<T>(section));
    }

    /// <summary>Reads a section of settings, checked as <see cref="AddChecked"/> does. Durations are those of <see cref="TimeSpan"/>: nothing is registered for the whole process.</summary>
    /// <exception cref="InvalidOperationException">A setting is unknown or cannot be read.</exception>
    /// <exception cref="OptionsValidationException">A setting has a value that it may not have.</exception>
    public static T ReadChecked<T>(IConfiguration configuration, string section)
        where T : class, new()
    {
        var read = new SettingSection(section, typeof(T));
        new SettingNames([read], configuration).EnsureRight(read);
        var options = new T();
        configuration.GetSection(section).Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        return new SettingValidation<T>(section).Validate(null, options) is { Failed: true } wrong ? throw new OptionsValidationException(section, typeof(T), wrong.Failures) : options;
    }

    /// <summary>The names of the settings in all sections that were added, list items as number 0.</summary>
    public static IReadOnlyList<string> SettingNames(this IServiceCollection services) =>
        Settings.SettingNames.Of(services.Where(service => !service.IsKeyedService).Select(service => service.ImplementationInstance).OfType<SettingSection>());

    /// <summary>The names among some that are no setting.</summary>
    /// <param name="names">What somebody wrote, with <c>:</c> between sections.</param>
    /// <param name="known">The names of the settings, list items as number 0; what ends with <c>*</c> is a beginning.</param>
    public static IEnumerable<string> Unknown(IEnumerable<string> names, IReadOnlyCollection<string> known) => names.Where(name =>
    {
        var plain = string.Join(':', name.Split(':').Select(part => part.Length > 0 && part.All(char.IsAsciiDigit) ? "0" : part));
        return !known.Any(setting => setting.EndsWith('*')
            ? plain.StartsWith(setting[..^1], StringComparison.OrdinalIgnoreCase)
            : plain.Equals(setting, StringComparison.OrdinalIgnoreCase));
    });
}
