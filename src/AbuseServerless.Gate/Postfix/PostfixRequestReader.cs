using System.Buffers;
using System.Buffers.Text;
using System.Text;
using AbuseServerless.Quotas;

namespace AbuseServerless.Gate.Postfix;

/// <summary>
/// Reads requests as they come: lines <c>name=value</c>, then an empty line (SMTPD_POLICY_README of Postfix). A line is forgotten as soon as it is read, so that a connection holds one
/// line at most, whatever is sent. What is wrong with a request ends with its empty line and never harms the next.
/// </summary>
internal sealed class PostfixRequestReader
{
    /// <summary>Longest line, in bytes. Postfix itself cuts at 2,048 characters (line_length_limit).</summary>
    public const int MaximumLineLength = 8192;

    /// <summary>Most bytes of a request. Postfix sends about 40 lines, together less than 2 KiB.</summary>
    public const int MaximumRequestLength = 65_536;

    private const byte LineEnd = (byte)'\n';

    private long _bytes;
    private string? _username;
    private string _client = "";
    private string _queueId = "";
    private int _recipients;
    private string _instance = "";
    private string _recipient = "";
    private Stage _stage;
    private bool _isPolicyRequest;
    private bool _isMalformed;
    private bool _skipping;

    /// <summary>Takes what was received up to the end of the next request.</summary>
    /// <param name="received">What was received; afterwards what was not taken.</param>
    /// <param name="request">The request.</param>
    /// <returns>False where the request has not ended yet; what is left is the beginning of a line, at most <see cref="MaximumLineLength"/> bytes.</returns>
    public bool TryRead(ref ReadOnlySequence<byte> received, out PostfixRequest request)
    {
        while (true)
        {
            if (received.PositionOf(LineEnd) is not { } end)
            {
                Shorten(ref received);
                request = default;
                return false;
            }

            var line = received.Slice(0, end);
            received = received.Slice(received.GetPosition(1, end));
            _bytes += line.Length + 1;
            if (_skipping)
            {
                // The rest of a line that was too long.
                _skipping = false;
            }
            else if (Take(line))
            {
                request = End();
                return true;
            }
        }
    }

    // A line without an end may not fill the memory: what there is of it is thrown away.
    private void Shorten(ref ReadOnlySequence<byte> received)
    {
        if (_skipping || received.Length > MaximumLineLength)
        {
            _bytes += received.Length;
            _isMalformed |= !received.IsEmpty;
            _skipping |= !received.IsEmpty;
            received = received.Slice(received.End);
        }
    }

    /// <summary>Takes a line.</summary>
    /// <returns>Whether it ended the request.</returns>
    private bool Take(in ReadOnlySequence<byte> line)
    {
        if (line.Length > MaximumLineLength)
        {
            _isMalformed = true;
            return false;
        }

        _isMalformed |= _bytes > MaximumRequestLength;
        if (line.IsSingleSegment)
        {
            return Take(line.FirstSpan);
        }

        Span<byte> copy = stackalloc byte[(int)line.Length];
        line.CopyTo(copy);
        return Take(copy);
    }

    private bool Take(ReadOnlySpan<byte> line)
    {
        // Postfix ends lines with LF; who tries by hand often with CR LF.
        if (line is [.., (byte)'\r'])
        {
            line = line[..^1];
        }

        if (line.IsEmpty)
        {
            return true;
        }

        var equals = line.IndexOf((byte)'=');
        if (equals < 1)
        {
            _isMalformed = true;
            return false;
        }

        var name = line[..equals];
        var value = line[(equals + 1)..];
        if (name.SequenceEqual("sasl_username"u8))
        {
            // Two logins in one session: whose it is cannot be told.
            _isMalformed |= _username is not null;
            _username = Encoding.UTF8.GetString(value);
        }
        else if (name.SequenceEqual("protocol_state"u8))
        {
            _stage = value.SequenceEqual("RCPT"u8) ? Stage.Recipient
                : value.SequenceEqual("DATA"u8) || value.SequenceEqual("BDAT"u8) ? Stage.Data
                : value.SequenceEqual("END-OF-MESSAGE"u8) ? Stage.EndOfMessage
                : Stage.Other;
        }
        else if (name.SequenceEqual("client_address"u8))
        {
            _client = Encoding.UTF8.GetString(value);
        }
        else if (name.SequenceEqual("instance"u8))
        {
            _instance = Encoding.UTF8.GetString(value);
        }
        else if (name.SequenceEqual("recipient"u8))
        {
            _recipient = Encoding.UTF8.GetString(value);
        }
        else if (name.SequenceEqual("queue_id"u8))
        {
            _queueId = Encoding.UTF8.GetString(value);
        }
        else if (name.SequenceEqual("recipient_count"u8))
        {
            _recipients = Utf8Parser.TryParse(value, out int count, out var length) && length == value.Length && count >= 0 ? count : 0;
        }
        else if (name.SequenceEqual("request"u8))
        {
            _isPolicyRequest = value.SequenceEqual("smtpd_access_policy"u8);
        }

        return false;
    }

    private PostfixRequest End()
    {
        var malformed = _isMalformed || !_isPolicyRequest;
        var request = malformed ? new PostfixRequest("", true) : new PostfixRequest(
            _username ?? "",
            false,
            _stage == Stage.EndOfMessage ? new PostfixMessage(_client, _recipients, _queueId) : null,
            _stage == Stage.Other || string.IsNullOrEmpty(_username) ? null : QuotaRequest.Of(_instance, _stage != Stage.Recipient, _recipient, _recipients) with { IsEnd = _stage == Stage.EndOfMessage },
            _client);
        _bytes = 0;
        _username = null;
        _isPolicyRequest = false;
        (_client, _queueId, _recipients, _stage) = ("", "", 0, Stage.Other);
        (_instance, _recipient) = ("", "");
        _isMalformed = false;
        return request;
    }

    private enum Stage
    {
        Other,
        Recipient,
        Data,
        EndOfMessage,
    }
}
