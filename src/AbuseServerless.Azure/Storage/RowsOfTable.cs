using System.Runtime.CompilerServices;
using Azure.Data.Tables;

namespace AbuseServerless.Azure.Storage;

/// <summary>Rows of tables that may not be there yet: who may only read makes none, and the installation may be of a version that has not made it.</summary>
internal static class RowsOfTable
{
    /// <summary>The rows; none where the table is not there.</summary>
    /// <exception cref="StorageException">Storage failed otherwise.</exception>
    public static async IAsyncEnumerable<TableEntity> OrNoneAsync(this IAsyncEnumerable<TableEntity> rows, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var read = rows.GetAsyncEnumerator(cancellationToken);
        await using (read.ConfigureAwait(false))
        {
            while (await MoveNextAsync().ConfigureAwait(false))
            {
                yield return read.Current;
            }
        }

        async ValueTask<bool> MoveNextAsync()
        {
            try
            {
                return await read.MoveNextAsync().ConfigureAwait(false);
            }
            catch (StorageException e) when (e.Fault == StorageFault.NotFound)
            {
                return false;
            }
        }
    }
}
