using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace AbuseServerless.Functions.RecoveryByLink;

/// <summary>The page behind the link: the form, and what it is answered. It shows nothing of any account.</summary>
internal static class RecoveryPage
{
    /// <summary>Its content type.</summary>
    public const string ContentType = "text/html; charset=utf-8";

    /// <summary>Field of the token.</summary>
    public const string TokenField = "token";

    /// <summary>Field of the confirmation.</summary>
    public const string ChangedField = "changed";

    private const string Style = """
        :root{color-scheme:light dark}body{margin:0;font:1rem/1.6 system-ui,sans-serif}main{max-width:34rem;margin:0 auto;padding:1.5rem 1rem}h1{font-size:1.3rem;line-height:1.35}
        label{display:block;margin:1rem 0}input[type=text]{box-sizing:border-box;width:100%;padding:.6rem;font:inherit}input[type=checkbox]{width:1.2rem;height:1.2rem;vertical-align:-.2rem;margin-inline-end:.5rem}
        button{width:100%;padding:.8rem;font:inherit;font-weight:600;border:0;border-radius:.4rem;background:#0b5cad;color:#fff}button:focus-visible,input:focus-visible{outline:3px solid #e8a200;outline-offset:2px}[hidden]{display:none}
        """;

    // The token stands behind the # and is sent with the form only.
    private const string Script = """
        var t=location.hash.slice(1);if(t){document.getElementById("token").value=t;document.getElementById("code").hidden=true}
        """;

    /// <summary>What the page may do: its own style and script, and send its form to where it comes from.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src '{HashOf(Style)}'; script-src '{HashOf(Script)}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    /// <summary>The form.</summary>
    /// <param name="texts">The language.</param>
    public static byte[] Form(RecoveryTexts texts) => Page(
        texts,
        texts.Title,
        $"""
        <p>{texts.Explanation}</p>
        <p>{texts.First}</p>
        <form method="post" autocomplete="off">
        <label id="code">{texts.Code}<input type="text" id="token" name="{TokenField}" required maxlength="4300" spellcheck="false" autocapitalize="off"></label>
        <label><input type="checkbox" name="{ChangedField}" value="yes" required>{texts.Changed}</label>
        <button>{texts.Button}</button>
        </form>
        <script>{Script}</script>
        """);

    /// <summary>An answer.</summary>
    /// <param name="texts">The language.</param>
    /// <param name="isDone">Whether the suspension has ended.</param>
    /// <param name="answer">What it says.</param>
    /// <param name="contact">Where the subscriber finds help; empty where that is not known.</param>
    public static byte[] Answer(RecoveryTexts texts, bool isDone, string answer, string contact) => Page(
        texts,
        isDone ? texts.Done : texts.Title,
        $"<p role=\"status\">{answer}</p>" + (contact.Length > 0 ? $"<p>{texts.Contact}: {HtmlEncoder.Default.Encode(contact)}</p>" : ""));

    private static byte[] Page(RecoveryTexts texts, string title, string content) => Encoding.UTF8.GetBytes(
        $"""
        <!doctype html>
        <html lang="{texts.Language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>{title}</title><style>{Style}</style></head>
        <body><main><h1>{title}</h1>
        {content}
        </main></body></html>
        """);

    private static string HashOf(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
