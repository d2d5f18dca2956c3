using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace AbuseServerless.StorageLimits;

/// <summary>Stands before Azurite, and notices each query that walks rows and is none of <see cref="NamedSweeps"/>, whichever process asks. It hands all on: a worker that is refused would only ask again.</summary>
public sealed class SweepGuard : IAsyncDisposable
{
    private readonly ForwardingServer _server;
    private readonly ConcurrentDictionary<string, int> _faults = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _sweeps = new(StringComparer.Ordinal);

    private SweepGuard(string connectionString) => _server = new ForwardingServer(connectionString, AnswerAsync);

    /// <summary>The sweeps that were asked for, by name.</summary>
    public IReadOnlyCollection<string> Sweeps => [.. _sweeps.Keys];

    /// <summary>What is wrong with the queries so far: table and filter.</summary>
    public IReadOnlyCollection<string> Faults => [.. _faults.Keys];

    /// <summary>Starts one.</summary>
    /// <param name="connectionString">Of any account of an Azurite.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<SweepGuard> StartAsync(string connectionString, CancellationToken cancellationToken)
    {
        var guard = new SweepGuard(connectionString);
        await guard._server.StartAsync(cancellationToken);
        return guard;
    }

    /// <summary>How to reach an account of this Azurite through it.</summary>
    public string Through(string connectionString) => _server.Through(connectionString);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It has noticed something.</exception>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        if (!_faults.IsEmpty)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, Faults.Order(StringComparer.Ordinal)));
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method) && await TableRequest.ReadAsync(context.Request) is { Filter: { } filter } request)
        {
            if (NamedSweeps.FaultOf(filter, request.Id) is { } fault)
            {
                _faults.TryAdd($"{request.Table}: {fault}", 0);
            }
            else if (NamedSweeps.Of(request.Id) is { } sweep)
            {
                _sweeps.TryAdd(sweep, 0);
            }
        }

        await _server.ForwardAsync(context, context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
    }
}
