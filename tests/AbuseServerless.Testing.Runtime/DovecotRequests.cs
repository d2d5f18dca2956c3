using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AbuseServerless.Local.Stack;

namespace AbuseServerless.Testing.Runtime;

/// <summary>Asks as Dovecot does, over real HTTP.</summary>
internal sealed class DovecotRequests(LocalStack stack) : IDisposable
{
    /// <summary>One address in each of ten countries.</summary>
    public static readonly string[] TenCountries =
        ["81.2.69.142", "8.8.8.8", "77.88.8.8", "114.114.114.114", "200.160.2.3", "196.25.1.1", "1.1.1.1", "202.12.27.33", "49.50.8.1", "41.220.68.1"];

    private readonly HttpClient _client = new();

    public Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string body, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, body, headers);

    public async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string path, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(stack.Host.HttpAddress, path));
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _client.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string body) =>
        PostAsync(path, body, ("Authorization", $" Bearer {stack.PolicyKey}"));

    public async Task<string> AllowAsync(string login, string protocol = "smtp") =>
        (await PostAsync(
            "api/policy?command=allow",
            $$"""{"device_id":"","login":"{{login}}","protocol":"{{protocol}}","pwhash":"06ca","remote":"81.2.69.142","session_id":"","tls":false}""")).Body;

    public async Task<string> ReportAsync(string login, string remote, bool success = true, bool refused = false, string protocol = "smtp") =>
        (await PostAsync(
            "api/policy?command=report",
            $$"""{"device_id":"","login":"{{login}}","protocol":"{{protocol}}","pwhash":"06ca","remote":"{{remote}}","session_id":"","success":{{Truth(success)}},"policy_reject":{{Truth(refused)}},"tls":false}""")).Body;

    /// <summary>Asks until the answer is as expected.</summary>
    public Task UntilAsync(string login, bool refused) => Eventually.HoldsAsync(async () => ((await AllowAsync(login)) != Allowed) == refused);

    public const string Allowed = """{"status":0,"msg":""}""";

    public void Dispose() => _client.Dispose();

    private static string Truth(bool value) => value ? "true" : "false";
}
