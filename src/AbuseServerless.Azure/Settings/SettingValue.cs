using System.ComponentModel;

namespace AbuseServerless.Azure.Settings;

/// <summary>Whether the text of a setting can be read as what it is.</summary>
internal static class SettingValue
{
    /// <summary>Why not, with the text; null where it can be read.</summary>
    public static string? FaultOf(string text, Type type)
    {
        // Numbers and lists, which .NET takes for values of an enumeration, tell a reader nothing.
        if ((Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } words && text.Trim() is { Length: > 0 } word && !Enum.GetNames(words).Contains(word, StringComparer.OrdinalIgnoreCase))
        {
            return $"'{text}' is not {Kind(words)}.";
        }

        try
        {
            _ = TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
            return null;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException or NotSupportedException)
        {
            return Kind(Nullable.GetUnderlyingType(type) ?? type) is { } kind ? $"'{text}' is not {kind}." : (e.InnerException ?? e).Message;
        }
    }

    // What the converters of .NET say is meant for programmers; those of the domain say it themselves.
    private static string? Kind(Type type) =>
        type.IsEnum ? string.Join(" or ", Enum.GetNames(type))
        : type == typeof(bool) ? "true or false"
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : type == typeof(double) ? "a number such as 0.1"
        : null;
}
