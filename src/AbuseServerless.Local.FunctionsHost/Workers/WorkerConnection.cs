using System.Collections.Concurrent;
using System.Threading.Channels;
using AbuseServerless.Local.FunctionsHost.Rpc;
using Grpc.Core;

namespace AbuseServerless.Local.FunctionsHost.Workers;

/// <summary>The host's end of one worker's message stream: sends, and hands each answer to who asked.</summary>
/// <param name="log">Gets what the worker logs.</param>
internal sealed class WorkerConnection(Action<RpcLog> log)
{
    // A response stream allows one write at a time, so everything goes through one queue with one writer.
    private readonly Channel<StreamingMessage> _outbox = Channel.CreateUnbounded<StreamingMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, TaskCompletionSource<StreamingMessage>> _questions = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<InvocationResponse>> _invocations = new();
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the worker has opened its stream.</summary>
    public Task Opened => _opened.Task;

    /// <summary>Completes when the stream has ended, or the worker did before it opened one.</summary>
    public Task Closed => _closed.Task;

    /// <summary>Sends a message that has no answer.</summary>
    public void Tell(StreamingMessage message) => _outbox.Writer.TryWrite(message);

    /// <summary>Sends a message of the handshake and waits for its answer, which carries the same request id.</summary>
    /// <exception cref="WorkerGoneException">The worker ended first.</exception>
    public Task<StreamingMessage> AskAsync(StreamingMessage question, CancellationToken cancellationToken)
    {
        question.RequestId = Guid.NewGuid().ToString("N");
        return SendAsync(_questions, question.RequestId, question, cancellationToken);
    }

    /// <summary>Has a function invoked and waits for the result.</summary>
    /// <exception cref="WorkerGoneException">The worker ended first.</exception>
    public Task<InvocationResponse> InvokeAsync(InvocationRequest request, CancellationToken cancellationToken) =>
        SendAsync(_invocations, request.InvocationId, new StreamingMessage { InvocationRequest = request }, cancellationToken);

    /// <summary>Serves the stream until either side ends it.</summary>
    public async Task RunAsync(IAsyncStreamReader<StreamingMessage> incoming, IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        _opened.TrySetResult();
        var writing = WriteAsync(outgoing, cancellationToken);
        try
        {
            while (await incoming.MoveNext(cancellationToken))
            {
                Receive(incoming.Current);
            }
        }
        finally
        {
            Close();
            await writing;
        }
    }

    /// <summary>Ends the connection: whoever waits for an answer learns that there will be none.</summary>
    public void Close()
    {
        _closed.TrySetResult();
        _outbox.Writer.TryComplete();
        Abandon(_questions);
        Abandon(_invocations);
    }

    private async Task<T> SendAsync<T>(ConcurrentDictionary<string, TaskCompletionSource<T>> waiting, string id, StreamingMessage message, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[id] = answer;
        try
        {
            // Looked at after the entry was made: Close either finds the entry or is seen here.
            if (_closed.Task.IsCompleted || !_outbox.Writer.TryWrite(message))
            {
                throw new WorkerGoneException();
            }

            return await answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            waiting.TryRemove(id, out _);
        }
    }

    private void Receive(StreamingMessage message)
    {
        if (message.ContentCase == StreamingMessage.ContentOneofCase.RpcLog)
        {
            log(message.RpcLog);
        }
        else if (message.ContentCase == StreamingMessage.ContentOneofCase.InvocationResponse)
        {
            if (_invocations.TryRemove(message.InvocationResponse.InvocationId, out var invocation))
            {
                invocation.TrySetResult(message.InvocationResponse);
            }
        }
        else if (_questions.TryRemove(message.RequestId, out var question))
        {
            question.TrySetResult(message);
        }
    }

    private async Task WriteAsync(IServerStreamWriter<StreamingMessage> outgoing, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var message in _outbox.Reader.ReadAllAsync(cancellationToken))
            {
                await outgoing.WriteAsync(message, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException or IOException)
        {
            // The stream is gone, which the reading side reports.
            Close();
        }
    }

    private static void Abandon<T>(ConcurrentDictionary<string, TaskCompletionSource<T>> waiting)
    {
        foreach (var id in waiting.Keys)
        {
            if (waiting.TryRemove(id, out var answer))
            {
                answer.TrySetException(new WorkerGoneException());
            }
        }
    }
}
