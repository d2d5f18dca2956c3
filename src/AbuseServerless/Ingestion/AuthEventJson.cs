using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AbuseServerless.Ingestion;

/// <summary>Writes messages of the auth-events hub (docs/schemas/auth-event.schema.json).</summary>
public static class AuthEventJson
{
    // A line is read by programs and people, not by browsers: names keep their letters. Control characters are escaped,
    // so that an event is always one line.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? _buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <summary>The event as one line without its end. The time is UTC, cut to whole milliseconds.</summary>
    /// <param name="authEvent">The event; its account may not be <c>default</c>.</param>
    /// <param name="protocol">How the client spoke, such as <c>smtp</c>; left out where null or empty.</param>
    /// <param name="server">The mail server's name; left out where null or empty.</param>
    /// <param name="session">The server's name of the session; left out where null or empty.</param>
    /// <exception cref="ArgumentException">The account is empty.</exception>
    public static string Write(AuthEvent authEvent, string? protocol = null, string? server = null, string? session = null) =>
        Encoding.UTF8.GetString(WriteUtf8(authEvent, protocol, server, session));

    /// <summary>As <see cref="Write(AuthEvent, string?, string?, string?)"/>, in UTF-8, good until this thread writes the next.</summary>
    /// <inheritdoc cref="Write(AuthEvent, string?, string?, string?)"/>
    public static ReadOnlySpan<byte> WriteUtf8(AuthEvent authEvent, string? protocol = null, string? server = null, string? session = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(authEvent.Account.Value, nameof(authEvent));
        var buffer = _buffer ??= new ArrayBufferWriter<byte>(512);
        var writer = _writer ??= new Utf8JsonWriter(buffer, Options);
        buffer.ResetWrittenCount();
        writer.Reset();
        Write(writer, authEvent, protocol, server, session);
        writer.Flush();
        return buffer.WrittenSpan;
    }

    private static void Write(Utf8JsonWriter writer, AuthEvent authEvent, string? protocol, string? server, string? session)
    {
        Span<char> text = stackalloc char[64];
        writer.WriteStartObject();
        authEvent.Time.UtcDateTime.TryFormat(text, out var length, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        writer.WriteString("time"u8, text[..length]);
        writer.WriteString("account"u8, authEvent.Account.Value);
        authEvent.Address.TryFormat(text, out length);
        writer.WriteString("ip"u8, text[..length]);
        writer.WriteBoolean("success"u8, authEvent.Success);
        WriteOptional(writer, "protocol"u8, protocol);
        WriteOptional(writer, "server"u8, server);
        WriteOptional(writer, "session"u8, session);
        if (authEvent.Recipients > 0)
        {
            writer.WriteNumber("recipients"u8, authEvent.Recipients);
        }

        writer.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }
}
