using System.Net.Sockets;
using System.Text;

namespace AbuseServerless.Benchmarks.Quota;

/// <summary>A connection as of Postfix's smtpd to a policy server.</summary>
internal sealed class PolicyConnection : IDisposable
{
    private readonly TcpClient _client = new();
    private readonly byte[] _answer = new byte[1024];

    public static async Task<PolicyConnection> OpenAsync(int port, CancellationToken cancellationToken)
    {
        var connection = new PolicyConnection();
        await connection._client.ConnectAsync("127.0.0.1", port, cancellationToken);
        connection._client.NoDelay = true;
        return connection;
    }

    /// <summary>Asks about a message to one recipient, with the attributes that Postfix 3.7 sends.</summary>
    /// <returns>Whether it may pass.</returns>
    public async Task<bool> AskAsync(string account, string instance, CancellationToken cancellationToken)
    {
        var stream = _client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"request=smtpd_access_policy\nprotocol_state=RCPT\nprotocol_name=ESMTP\nclient_address=127.0.0.1\nclient_name=localhost\nclient_port=50000\nreverse_client_name=localhost\nserver_address=127.0.0.1\nserver_port=587\nhelo_name=client.example\nsender=x@rig.test\nrecipient=friend@example.org\nrecipient_count=0\nqueue_id=\ninstance={instance}\nsize=0\netrn_domain=\nstress=\nsasl_method=PLAIN\nsasl_username={account}\nsasl_sender=\nccert_subject=\nccert_issuer=\nccert_fingerprint=\nccert_pubkey_fingerprint=\nencryption_protocol=\nencryption_cipher=\nencryption_keysize=0\npolicy_context=\n\n"),
            cancellationToken);
        var length = 0;
        while (length < 2 || _answer[length - 1] != '\n' || _answer[length - 2] != '\n')
        {
            var read = await stream.ReadAsync(_answer.AsMemory(length), cancellationToken);
            length += read > 0 ? read : throw new IOException("The policy server closed the connection.");
        }

        return Encoding.ASCII.GetString(_answer, 0, length).Trim().Equals("action=dunno", StringComparison.OrdinalIgnoreCase);
    }

    public void Dispose() => _client.Dispose();
}
