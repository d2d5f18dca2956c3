using System.ComponentModel;
using System.Globalization;

namespace AbuseServerless.Durations;

/// <summary>Has configuration read durations as <see cref="Duration"/> does, so that a setting means what it means on the command line.</summary>
public sealed class DurationConverter : TimeSpanConverter
{
    private static readonly Lazy<TypeDescriptionProvider> Registered = new(() => TypeDescriptor.AddAttributes(typeof(TimeSpan), new TypeConverterAttribute(typeof(DurationConverter))));

    /// <summary>Makes it the converter of <see cref="TimeSpan"/> in this process. Once is enough; more often changes nothing.</summary>
    public static void Register() => _ = Registered.Value;

    /// <inheritdoc/>
    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        value is string text ? Duration.Parse(text) : base.ConvertFrom(context, culture, value);
}
