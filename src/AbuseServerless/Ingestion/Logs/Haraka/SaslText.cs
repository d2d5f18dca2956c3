using System.Text;
using System.Text.RegularExpressions;

namespace AbuseServerless.Ingestion.Logs.Haraka;

/// <summary>What a client sends in an AUTH. Null where it is not what it should be: Haraka reads Base64 with errors too, and then what it reads is not certain.</summary>
internal static partial class SaslText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text in Base64, which is not empty.</summary>
    public static string? Of(string base64)
    {
        var bytes = new byte[base64.Length];
        try
        {
            return Convert.TryFromBase64String(base64, bytes, out var length) && length > 0 ? Strict.GetString(bytes, 0, length) : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The name in <c>AUTHZID NUL AUTHCID NUL PASSWORD</c> of PLAIN (RFC 4616).</summary>
    public static string? OfPlain(string base64) => Of(base64)?.Split('\0') is [_, { Length: > 0 } name, { Length: > 0 }] ? name : null;

    /// <summary>The name in front of the digest of CRAM-MD5 (RFC 2195).</summary>
    public static string? OfDigest(string base64) => Of(base64) is { } text && Digest().Match(text) is { Success: true } digest ? digest.Groups[1].Value : null;

    // Haraka splits at blanks: a name with one is cut there, and fails.
    [GeneratedRegex("^([^ ]+) [0-9a-f]{32}$", RegexOptions.CultureInvariant)]
    private static partial Regex Digest();
}
