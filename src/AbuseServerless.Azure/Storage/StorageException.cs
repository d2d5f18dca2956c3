using System.Net.Sockets;
using Azure;
using Azure.Identity;
using Azure.Messaging.EventHubs;

namespace AbuseServerless.Azure.Storage;

/// <summary>A fault of Table Storage or Event Hubs in this program's words. Its message holds no account name and no key.</summary>
public sealed class StorageException : Exception
{
    /// <summary>Makes a fault.</summary>
    public StorageException(StorageFault fault, string message, Exception? innerException = null)
        : base(message, innerException) => Fault = fault;

    /// <summary>What kind of fault it is.</summary>
    public StorageFault Fault { get; }

    /// <summary>Whether an exception is one of the SDKs' that <see cref="From"/> translates.</summary>
    public static bool IsFault(Exception exception) => exception
        is RequestFailedException or AuthenticationFailedException or EventHubsException or AggregateException or IOException or SocketException or TimeoutException
        || (exception is OperationCanceledException canceled && !canceled.CancellationToken.IsCancellationRequested)
        || exception is UnauthorizedAccessException;

    /// <summary>Says in this program's words what an SDK's exception means.</summary>
    /// <param name="exception">One for which <see cref="IsFault"/> holds.</param>
    /// <param name="doing">What was being done, such as <c>Reading table Suspensions</c>.</param>
    public static StorageException From(Exception exception, string doing)
    {
        var cause = exception is AggregateException { InnerExceptions: [.., var last] } ? last : exception;
        var (fault, why) = cause switch
        {
            AuthenticationFailedException => (StorageFault.Denied, "no credential was accepted: " + FirstLine(cause)),
            UnauthorizedAccessException => (StorageFault.Denied, FirstLine(cause)),
            RequestFailedException { Status: 401 or 403 } e => (StorageFault.Denied, $"access was denied ({e.ErrorCode ?? "403"})"),
            RequestFailedException { Status: 404 } e => (StorageFault.NotFound, $"it does not exist ({e.ErrorCode ?? "404"})"),
            RequestFailedException { Status: 400 or 405 or 409 or 412 or 413 } e => (StorageFault.Refused, $"the request was refused ({e.Status} {e.ErrorCode})"),
            RequestFailedException { Status: 0, ErrorCode: { } answer } => (StorageFault.Unavailable, $"the service answered {answer}"),
            OperationCanceledException or TimeoutException => (StorageFault.Unavailable, "the service did not answer in time"),
            RequestFailedException { Status: 0 } => (StorageFault.Unavailable, "the service could not be reached: " + FirstLine(cause)),
            RequestFailedException e => (StorageFault.Unavailable, $"the service answered {e.Status} {e.ErrorCode}"),
            EventHubsException { Reason: EventHubsException.FailureReason.ResourceNotFound } => (StorageFault.NotFound, "the hub does not exist"),
            _ => (StorageFault.Unavailable, FirstLine(cause)),
        };
        return new StorageException(fault, $"{doing} failed: {why}.", exception);
    }

    private static string FirstLine(Exception exception) => exception.Message.AsSpan().Trim().ToString().Split('\n')[0].TrimEnd('\r', '.');
}
