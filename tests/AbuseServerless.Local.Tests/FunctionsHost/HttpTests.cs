using System.Net;

namespace AbuseServerless.Local.Tests.FunctionsHost;

public sealed class HttpTests : IAsyncLifetime
{
    private AppUnderTest _app = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _app = await AppUnderTest.StartAsync();
        _client = new HttpClient { BaseAddress = _app.Host.HttpAddress };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_function_that_is_open_answers_with_its_route_values_query_and_headers()
    {
        using HttpResponseMessage response = await _client.GetAsync("api/hello/Anna?from=Kyoto");

        Assert.True(response.StatusCode == HttpStatusCode.OK, _app.Log.ToString());
        Assert.Equal("Hello Anna Kyoto", await response.Content.ReadAsStringAsync());
        Assert.Equal("yes", response.Headers.GetValues("x-greeting").Single());
    }

    [Theory]
    [InlineData(null, "", HttpStatusCode.Unauthorized)]
    [InlineData("another key", "", HttpStatusCode.Unauthorized)]
    [InlineData(null, "?code=a%20ke", HttpStatusCode.Unauthorized)]
    [InlineData("a key", "", HttpStatusCode.Accepted)]
    [InlineData(null, "?code=a%20key", HttpStatusCode.Accepted)]
    public async Task A_function_with_a_lock_opens_to_its_key_only(string? header, string query, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/echo" + query) { Content = new StringContent("What?") };
        if (header is not null)
        {
            request.Headers.Add("x-functions-key", header);
        }

        using HttpResponseMessage response = await _client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.Accepted ? "What?" : "", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_function_that_throws_answers_500()
    {
        using HttpResponseMessage response = await _client.GetAsync("api/broken");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [Fact]
    public async Task What_no_function_serves_is_404_and_a_wrong_method_405()
    {
        using HttpResponseMessage nowhere = await _client.GetAsync("api/nowhere");
        using HttpResponseMessage wrong = await _client.PostAsync("api/hello/Anna", null);

        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, wrong.StatusCode);
    }

    [Fact]
    public async Task A_worker_that_dies_of_a_request_answers_502_and_its_successor_serves_the_next()
    {
        using HttpResponseMessage died = await _client.PostAsync("api/die", null);
        Assert.Equal(HttpStatusCode.BadGateway, died.StatusCode);

        // The worker picks its port before it listens there; where another program takes it meanwhile, it dies once more.
        HttpStatusCode next;
        do
        {
            using HttpResponseMessage response = await _client.GetAsync("api/hello/Anna");
            next = response.StatusCode;
        }
        while (next == HttpStatusCode.BadGateway);

        Assert.True(next == HttpStatusCode.OK, _app.Log.ToString());
        await Eventually.HoldsAsync(() => _app.Log.Entries.Any(static entry => entry.Text.Contains("Dying of /api/die", StringComparison.Ordinal)), _app.Log.ToString);
    }

    [Fact]
    public async Task Many_requests_at_a_time_get_each_their_own_answer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(number => _client.GetStringAsync($"api/hello/{number}?from=here")));

        Assert.Equal(Enumerable.Range(0, 200).Select(static number => $"Hello {number} here"), answers);
    }
}
