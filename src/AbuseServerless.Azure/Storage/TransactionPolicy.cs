using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Storage;

/// <summary>
/// Sends a <see cref="RowTransaction"/> through the SDK's own pipeline, with its authentication, retries and diagnostics: the SDK is asked for a transaction of one row,
/// and here, before anything is signed, that request gets the rows that are meant. Of an answer that all rows were written the SDK is given one row's part; any other
/// it reads itself.
/// </summary>
internal sealed class TransactionPolicy : HttpPipelinePolicy
{
    private const string Property = "AbuseServerless.RowTransaction";

    // Never sent: without this policy it would fail, for there is no such row.
    private static readonly TableTransactionAction[] Stand = [new(TableTransactionActionType.Delete, new TableEntity("-", "-"))];

    /// <summary>Sends a transaction.</summary>
    /// <exception cref="TableTransactionFailedException">It was not carried out because of one of its rows.</exception>
    public static async Task SendAsync(TableClient client, RowTransaction transaction, CancellationToken cancellationToken)
    {
        using var scope = HttpPipeline.CreateHttpMessagePropertiesScope(new Dictionary<string, object?> { [Property] = transaction });
        await client.SubmitTransactionAsync(Stand, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var transaction = Fill(message);
        ProcessNext(message, pipeline);
        Complete(message, transaction);
    }

    /// <inheritdoc/>
    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var transaction = Fill(message);
        await ProcessNextAsync(message, pipeline).ConfigureAwait(false);
        Complete(message, transaction);
    }

    private static RowTransaction? Fill(HttpMessage message)
    {
        if (!message.TryGetProperty(Property, out var value) || value is not RowTransaction transaction)
        {
            return null;
        }

        message.Request.Content = RequestContent.Create(transaction.End());
        message.Request.Headers.SetValue("Content-Type", transaction.ContentType);
        return transaction;
    }

    private static void Complete(HttpMessage message, RowTransaction? transaction)
    {
        if (transaction is not null && message.HasResponse && message.Response.Status == 202
            && message.Response.Headers.ContentType?.Split("boundary=") is [_, var boundary]
            && transaction.TryComplete(message.Response.Content.ToMemory().Span))
        {
            message.Response.ContentStream = new MemoryStream(Encoding.ASCII.GetBytes(
                $"--{boundary}\r\nContent-Type: multipart/mixed; boundary=changesetresponse\r\n\r\n"
                + "--changesetresponse\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 204 No Content\r\nDataServiceVersion: 3.0;\r\n\r\n\r\n"
                + $"--changesetresponse--\r\n--{boundary}--\r\n"));
        }
    }
}
