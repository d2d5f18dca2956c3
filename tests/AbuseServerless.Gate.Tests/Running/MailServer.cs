using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using AbuseServerless.Testing.Runtime;

namespace AbuseServerless.Gate.Tests.Running;

/// <summary>Asks a gate as Dovecot and Postfix do.</summary>
internal static class MailServer
{
    /// <summary>Of a client, where a test names none.</summary>
    public const string Address = "81.2.69.142";

    /// <summary>The status that an <c>allow</c> request is answered.</summary>
    public static async Task<int> AllowAsync(this GateProcess gate, string account, string address = Address)
    {
        using var answer = await gate.PostAsync("/?command=allow", Body(account, "", address));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var json = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        return json.RootElement.GetProperty("status").GetInt32();
    }

    /// <summary>Reports a login that succeeded.</summary>
    /// <returns>Whether the gate has it.</returns>
    public static async Task<bool> ReportAsync(this GateProcess gate, string account, string address = "81.2.69.142")
    {
        using var answer = await gate.PostAsync("/policy?command=report", Body(account, ""","success":true,"policy_reject":false""", address));
        return answer.IsSuccessStatusCode;
    }

    public static Task<HttpResponseMessage> PostAsync(this GateProcess gate, string path, string body) =>
        gate.Http.PostAsync(new Uri(path, UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));

    /// <summary>What Postfix is answered about a login, over a connection of its own.</summary>
    public static async Task<string> PostfixAsync(this GateProcess gate, string account, string address = Address)
    {
        using var connection = await PostfixConnection.OpenAsync(new IPEndPoint(IPAddress.Loopback, gate.PostfixPort));
        return await connection.AskAsync(account, address);
    }

    private static string Body(string account, string outcome, string address = "81.2.69.142") =>
        $$"""{"device_id":"","login":"{{account}}","protocol":"smtp","pwhash":"06ca","remote":"{{address}}","session_id":"","tls":false{{outcome}}}""";
}

/// <summary>A connection of Postfix's policy delegation protocol.</summary>
internal sealed class PostfixConnection : IDisposable
{
    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;

    private PostfixConnection(NetworkStream stream)
    {
        _stream = stream;
        _reader = new StreamReader(stream, Encoding.UTF8);
    }

    public static async Task<PostfixConnection> OpenAsync(EndPoint gate)
    {
        var socket = new Socket(gate.AddressFamily, SocketType.Stream, gate.AddressFamily == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        await socket.ConnectAsync(gate);
        return new PostfixConnection(new NetworkStream(socket, ownsSocket: true));
    }

    /// <summary>Asks about a login as smtpd does, and answers the action.</summary>
    public async Task<string> AskAsync(string account, string address = MailServer.Address)
    {
        await SendAsync(Request(account, address));
        return await ReadAsync();
    }

    /// <summary>Asks about a recipient as smtpd does, and answers the action.</summary>
    public async Task<string> AskRecipientAsync(string account, string instance, string recipient)
    {
        await SendAsync(Request(account, "RCPT", instance, recipient, 0));
        return await ReadAsync();
    }

    /// <summary>Asks about a recipient of a message from an address, and answers the action.</summary>
    public async Task<string> AskRecipientAsync(string account, string instance, string recipient, string address)
    {
        await SendAsync(Request(account, "RCPT", instance, recipient, 0, address));
        return await ReadAsync();
    }

    /// <summary>Asks about a message as smtpd does: about each recipient, and at the end.</summary>
    /// <returns>The answers.</returns>
    public async Task<string[]> OfferAsync(string account, string instance, params string[] recipients)
    {
        var answers = new List<string>();
        foreach (var recipient in recipients)
        {
            await SendAsync(Request(account, "RCPT", instance, recipient, 0));
            answers.Add(await ReadAsync());
        }

        var taken = answers.Count(answer => !answer.StartsWith("DEFER", StringComparison.Ordinal) && !answer.StartsWith("REJECT", StringComparison.Ordinal));
        if (taken > 0)
        {
            await SendAsync(Request(account, "END-OF-MESSAGE", instance, recipients.Length == 1 ? recipients[0] : "", taken));
            answers.Add(await ReadAsync());
        }

        return [.. answers];
    }

    private static string Request(string account, string state, string instance, string recipient, int count, string address = MailServer.Address) =>
        $"request=smtpd_access_policy\nprotocol_state={state}\nprotocol_name=ESMTP\nclient_address={address}\nsender=x@rig.test\nrecipient={recipient}\nrecipient_count={count}\ninstance={instance}\nsasl_method=PLAIN\nsasl_username={account}\nsasl_sender=\nsize=0\n\n";

    public static string Request(string account, string address = MailServer.Address) =>
        $"request=smtpd_access_policy\nprotocol_state=MAIL\nprotocol_name=ESMTP\nclient_address={address}\nsender=x@rig.test\nrecipient=\nsasl_method=PLAIN\nsasl_username={account}\nsasl_sender=\nsize=0\n\n";

    public async Task SendAsync(string text) => await _stream.WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>The next answer's action.</summary>
    public async Task<string> ReadAsync()
    {
        var line = await _reader.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(line);
        Assert.StartsWith("action=", line, StringComparison.Ordinal);
        Assert.Equal("", await _reader.ReadLineAsync(TestContext.Current.CancellationToken));
        return line["action=".Length..];
    }

    public void Dispose() => _stream.Dispose();
}
