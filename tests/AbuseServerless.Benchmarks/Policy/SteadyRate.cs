using System.Diagnostics;

namespace AbuseServerless.Benchmarks.Policy;

/// <summary>Sends requests at a rate, whether or not those before are answered: a server that stalls is charged for all that would have come meanwhile.</summary>
internal static class SteadyRate
{
    /// <summary>Sends requests.</summary>
    /// <param name="rate">Requests a second.</param>
    /// <param name="count">Requests in all.</param>
    /// <param name="request">The request of a number.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Of each request, the time from when it was due to its answer.</returns>
    public static async Task<TimeSpan[]> RunAsync(int rate, int count, Func<int, Task> request, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var requests = new Task<TimeSpan>[count];
        for (var number = 0; number < count; number++)
        {
            var due = TimeSpan.FromSeconds(number / (double)rate);
            while (watch.Elapsed < due)
            {
                await Task.Delay(1, cancellationToken);
            }

            requests[number] = TimeAsync(number, due);
        }

        return await Task.WhenAll(requests);

        async Task<TimeSpan> TimeAsync(int number, TimeSpan due)
        {
            await request(number);
            return watch.Elapsed - due;
        }
    }
}
