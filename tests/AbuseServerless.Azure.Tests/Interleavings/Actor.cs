using System.Threading.Channels;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace AbuseServerless.Azure.Tests.Interleavings;

/// <summary>Something that makes requests one after the other, each of which waits until the test lets it through: a worker with its batches, an operator, a timer.</summary>
internal sealed class Actor : HttpPipelinePolicy
{
    private readonly Channel<Request> _arrivals = Channel.CreateUnbounded<Request>();
    private Task _running = Task.CompletedTask;
    private Request? _waiting;

    public required string Name { get; init; }

    /// <summary>What it does. It is done when this is, and repeats by itself what fails.</summary>
    public required Func<Actor, Task> Does { get; init; }

    public void Start() => _running = Task.Run(() => Does(this));

    /// <summary>Waits until it has a request that wants to be let through, or is done.</summary>
    /// <returns>False where it is done.</returns>
    public async Task<bool> ArriveAsync()
    {
        if (_waiting is null)
        {
            using var done = new CancellationTokenSource();
            var arrival = _arrivals.Reader.ReadAsync(done.Token).AsTask();
            if (await Task.WhenAny(arrival, _running) == arrival)
            {
                _waiting = await arrival;
            }
            else
            {
                await done.CancelAsync();
                await _running;
            }
        }

        return _waiting is not null;
    }

    /// <summary>Lets the waiting request through and waits until it has ended.</summary>
    public async Task<string> LetThroughAsync(RequestFate fate)
    {
        var request = _waiting!;
        _waiting = null;
        request.Fate.SetResult(fate);
        await request.Ended.Task;
        return $"{Name}: {request.What}{(fate == RequestFate.Answered ? "" : $" ({fate})")}";
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) => throw new NotSupportedException("All requests are asynchronous.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        // Making tables and reading exemptions has nothing to do with the others.
        if (message.Request.Uri.Path.EndsWith("/Tables", StringComparison.Ordinal) || message.Request.Uri.Path.Contains("Exemptions", StringComparison.Ordinal))
        {
            await ProcessNextAsync(message, pipeline);
            return;
        }

        var request = new Request($"{message.Request.Method} {message.Request.Uri.Path}");
        _arrivals.Writer.TryWrite(request);
        var fate = await request.Fate.Task;
        try
        {
            if (fate != RequestFate.Unsent)
            {
                await ProcessNextAsync(message, pipeline);
            }
        }
        finally
        {
            request.Ended.SetResult();
        }

        if (fate != RequestFate.Answered)
        {
            throw new RequestFailedException(0, "The connection was cut by the test.");
        }
    }

    private sealed record Request(string What)
    {
        public TaskCompletionSource<RequestFate> Fate { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
