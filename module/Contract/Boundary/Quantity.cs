using System.Globalization;

namespace AbuseServerless.PowerShell.Boundary;

/// <summary>Numbers with their nouns, for people to read.</summary>
public static class Quantity
{
    /// <summary>A number with its noun, as the user's culture writes it: <c>1 account</c>, <c>2,000 accounts</c>.</summary>
    /// <param name="number">How many.</param>
    /// <param name="one">The noun in the singular.</param>
    /// <param name="many">Its plural; with an s where null.</param>
    public static string Of(double number, string one, string? many = null) => string.Create(CultureInfo.CurrentCulture, $"{number:#,0.##} {(number == 1 ? one : many ?? one + "s")}");
}
