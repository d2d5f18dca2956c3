using System.Security.Cryptography;
using System.Text;

namespace AbuseServerless.Report.Page;

/// <summary>What a browser may do on the page: run the scripts and apply the style that are part of the program, and nothing else. No request leaves it.</summary>
internal static class ContentSecurityPolicy
{
    /// <summary>For a meta element, which knows no <c>frame-ancestors</c>.</summary>
    public static string Of(string style, IEnumerable<string> scripts) => string.Join(
        "; ",
        "default-src 'none'",
        $"script-src {string.Join(' ', scripts.Select(Hash))}",
        $"style-src {Hash(style)}",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'");

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
}
