using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using AbuseServerless.Local.Stack;

namespace AbuseServerless.Benchmarks.Policy;

/// <summary>Asks a stack's policy server as Dovecot does, on connections that are kept.</summary>
internal sealed class PolicyClient : IDisposable
{
    private readonly HttpClient _client;

    public PolicyClient(LocalStack stack, int connections)
    {
        _client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false }) { BaseAddress = stack.PolicyAddress };
        _client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + stack.PolicyKey);
    }

    /// <summary>Whether an account may log in.</summary>
    public async Task<bool> AllowAsync(string login, CancellationToken cancellationToken)
    {
        var answer = await PostAsync(
            "?command=allow",
            $$"""{"device_id":"","login":"{{login}}","protocol":"smtp","pwhash":"06ca","remote":"81.2.69.142","session_id":"","tls":false}""",
            cancellationToken);
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.GetProperty("status").GetInt32() >= 0;
    }

    /// <summary>Reports a login that succeeded.</summary>
    public Task ReportAsync(string login, string remote, CancellationToken cancellationToken) => PostAsync(
        "?command=report",
        $$"""{"device_id":"","login":"{{login}}","protocol":"smtp","pwhash":"06ca","remote":"{{remote}}","session_id":"","success":true,"policy_reject":false,"tls":false}""",
        cancellationToken);

    public void Dispose() => _client.Dispose();

    private async Task<byte[]> PostAsync(string query, string body, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var response = await _client.PostAsync(query, content, cancellationToken);
        return await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(cancellationToken);
    }
}
