using System.Buffers;
using System.IO.Pipelines;
using AbuseServerless.AuthPolicy;

namespace AbuseServerless.Gate.Dovecot;

/// <summary>Reads a request's body whole.</summary>
internal static class RequestBody
{
    /// <summary>
    /// Waits for all of the body. Who gets it calls <see cref="PipeReader.AdvanceTo(SequencePosition)"/> with its end when done. Null where it is longer than
    /// <see cref="AuthPolicyRequest.MaximumBodyLength"/>.
    /// </summary>
    public static async ValueTask<ReadOnlySequence<byte>?> ReadAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (result.Buffer.Length > AuthPolicyRequest.MaximumBodyLength)
            {
                reader.AdvanceTo(result.Buffer.End);
                return null;
            }

            if (result.IsCompleted)
            {
                return result.Buffer;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }
}
