using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace AbuseServerless.Detection;

/// <summary>A number at which a net closes (inclusive), or <see cref="Off"/>.</summary>
/// <remarks>Written in settings as a whole number from 1, or <c>off</c>.</remarks>
[TypeConverter(typeof(Converter))]
public readonly record struct Threshold
{
    private readonly int _value;

    private Threshold(int value) => _value = value;

    /// <summary>Never reached.</summary>
    public static Threshold Off => default;

    /// <summary>Whether the threshold is set.</summary>
    public bool IsOn => _value > 0;

    /// <summary>The number at which the net closes; <see cref="int.MaxValue"/> where off.</summary>
    public int Value => IsOn ? _value : int.MaxValue;

    /// <summary>A threshold.</summary>
    /// <param name="value">1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public static Threshold At(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        return new Threshold(value);
    }

    /// <summary>Whether a measure reaches the threshold.</summary>
    public bool IsReachedBy(int measure) => IsOn && measure >= _value;

    /// <summary>What is wrong with a threshold that is less than <paramref name="least"/> or more than <paramref name="most"/>.</summary>
    internal IEnumerable<ValidationResult> Beyond(int least, int most, string setting, string member) =>
        IsOn && (Value < least || Value > most) ? [new ValidationResult($"{setting} is {this}; it must be {least} to {most}, or off.", [member])] : [];

    /// <summary>The number, or <c>off</c>.</summary>
    public override string ToString() => IsOn ? _value.ToString(CultureInfo.InvariantCulture) : "off";

    private sealed class Converter : TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

        public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value)
        {
            var text = ((string)value).Trim();
            if (text.Equals("off", StringComparison.OrdinalIgnoreCase))
            {
                return Off;
            }

            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1
                ? At(number)
                : throw new FormatException($"'{text}' is not a threshold: use a whole number of 1 or more, or off.");
        }
    }
}
