using System.Globalization;

namespace AbuseServerless.Deliveries;

/// <summary>An enhanced status code of RFC 3463 section 2, such as <c>5.7.1</c>.</summary>
/// <param name="Class">2 success, 4 persistent transient failure, 5 permanent failure.</param>
/// <param name="Subject">What it is about, 0 to 999.</param>
/// <param name="Detail">Which of the conditions of the subject, 0 to 999.</param>
public readonly record struct EnhancedCode(int Class, int Subject, int Detail)
{
    /// <summary>Reads <c>class.subject.detail</c>; null where the text is none. Zeros before a number do not matter.</summary>
    public static EnhancedCode? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('.') is [var first, var subject, var detail]
            && first is "2" or "4" or "5"
            && Number(subject) is { } s
            && Number(detail) is { } d
            ? new EnhancedCode(first[0] - '0', s, d)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Class}.{Subject}.{Detail}");

    private static int? Number(string text) =>
        text.Length is >= 1 and <= 3 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
