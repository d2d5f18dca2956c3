namespace AbuseServerless;

/// <summary>Text of a bounded length.</summary>
public static class BoundedText
{
    /// <summary>The beginning of a text, of at most so many UTF-16 units, from 1. It is not cut through the middle of a surrogate pair: half of one is no text.</summary>
    public static string AtMost(this string text, int length)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
