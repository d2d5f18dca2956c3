using Azure.Core;

namespace AbuseServerless.Azure.Storage;

/// <summary>What a request to Table Storage was and what came of it.</summary>
/// <param name="IsWrite">Whether it changes something.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Rows">Rows written or deleted.</param>
internal readonly record struct StorageRequest(bool IsWrite, string Outcome, int Rows)
{
    public const string Success = "success";
    public const string Conflict = "conflict";
    public const string Missing = "missing";
    public const string Throttled = "throttled";
    public const string Failed = "failed";

    /// <summary>Reads an answered request; one without an answer has failed.</summary>
    public static StorageRequest Of(HttpMessage message)
    {
        var isWrite = message.Request.Method != RequestMethod.Get;
        if (!message.HasResponse)
        {
            return new(isWrite, Failed, 0);
        }

        // A transaction is answered 202, whatever became of it; the statuses of its rows are in the body, or of the one row that made it fail.
        if (IsTransaction(message))
        {
            var body = message.Response.Content.ToMemory().Span;
            var rows = body.Count("HTTP/1.1 20"u8);
            return rows > 0 ? new(true, Success, rows) : new(true, OutcomeOf(FirstStatus(body)), 0);
        }

        var outcome = OutcomeOf(message.Response.Status);
        if (isWrite && message.Request.Uri.Path.EndsWith("/Tables", StringComparison.Ordinal))
        {
            // Making a table that is there is no conflict of rows.
            return new(true, outcome == Conflict ? Success : outcome, 0);
        }

        return new(isWrite, outcome, isWrite && outcome == Success ? 1 : 0);
    }

    /// <summary>The status of a transaction that was accepted, and was not carried out because the service is busy or took too long; else null.</summary>
    public static int? PassingFault(HttpMessage message) =>
        message.HasResponse && IsTransaction(message) && FirstStatus(message.Response.Content.ToMemory().Span) is var status and (408 or 429 or >= 500) ? status : null;

    private static bool IsTransaction(HttpMessage message) =>
        message.Request.Method == RequestMethod.Post && message.Response.Status == 202 && message.Request.Uri.Path.EndsWith("$batch", StringComparison.Ordinal);

    private static string OutcomeOf(int status) => status switch
    {
        >= 200 and < 300 => Success,
        404 => Missing,
        409 or 412 => Conflict,
        429 or 503 => Throttled,
        _ => Failed,
    };

    private static int FirstStatus(ReadOnlySpan<byte> body)
    {
        var prefix = "HTTP/1.1 "u8;
        var at = body.IndexOf(prefix);
        return at >= 0 && body.Length >= at + prefix.Length + 3 && System.Buffers.Text.Utf8Parser.TryParse(body.Slice(at + prefix.Length, 3), out int status, out _) ? status : 0;
    }
}
