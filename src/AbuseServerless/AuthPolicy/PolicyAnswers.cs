using System.Text.Encodings.Web;
using System.Text.Json;

namespace AbuseServerless.AuthPolicy;

/// <summary>The bodies that a policy server answers, made once.</summary>
public sealed class PolicyAnswers
{
    /// <summary>The text that a refused client gets to see where none is configured.</summary>
    public const string English = "This account is suspended because its password seems to be stolen. Change the password and contact support.";

    /// <summary>The same in Japanese.</summary>
    public const string Japanese = "パスワード漏えいのおそれがあるため、このアカウントを停止しました。パスワードを変更し、サポートへご連絡ください。";

    /// <summary>The text that a client gets to see which is refused for its country, where none is configured.</summary>
    public const string AbroadEnglish = "This account cannot be used from this country. If you are travelling, change this in your account settings or contact support.";

    /// <summary>The same in Japanese.</summary>
    public const string AbroadJapanese = "このアカウントは、この国からは利用できない設定になっています。海外で利用する場合は、設定を変更するか、サポートへご連絡ください。";

    /// <summary>Media type of each answer.</summary>
    public const string ContentType = "application/json";

    /// <summary>Makes the answers.</summary>
    public PolicyAnswers(AuthPolicyOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Message = !string.IsNullOrEmpty(options.Message) ? options.Message : options.Language == PolicyLanguage.Ja ? Japanese : English;
        AbroadMessage = !string.IsNullOrEmpty(options.AbroadMessage) ? options.AbroadMessage : options.Language == PolicyLanguage.Ja ? AbroadJapanese : AbroadEnglish;
        Refused = JsonSerializer.SerializeToUtf8Bytes(new { status = -1, msg = Message }, Json);
        Abroad = JsonSerializer.SerializeToUtf8Bytes(new { status = -1, msg = AbroadMessage }, Json);
    }

    // Dovecot reads UTF-8 as well as escapes; so do people.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>To <c>allow</c>: go on. Dovecot reads the status only as a whole number.</summary>
    public static ReadOnlyMemory<byte> Allowed { get; } = """{"status":0,"msg":""}"""u8.ToArray();

    /// <summary>To <c>report</c>: taken, as weakforced says it. Dovecot ignores it.</summary>
    public static ReadOnlyMemory<byte> Reported { get; } = """{"status":"ok"}"""u8.ToArray();

    /// <summary>To <c>allow</c>: refused, with <see cref="Message"/>.</summary>
    public ReadOnlyMemory<byte> Refused { get; }

    /// <summary>What a refused client gets to see: one line.</summary>
    public string Message { get; }

    /// <summary>To <c>allow</c>: refused for its country, with <see cref="AbroadMessage"/>.</summary>
    public ReadOnlyMemory<byte> Abroad { get; }

    /// <summary>What a client gets to see which is refused for its country: one line.</summary>
    public string AbroadMessage { get; }
}
