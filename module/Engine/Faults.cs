using AbuseServerless.Azure.Storage;
using AbuseServerless.PowerShell.Boundary;

namespace AbuseServerless.PowerShell.Engine;

/// <summary>Takes the adapter's faults across the boundary.</summary>
internal static class Faults
{
    public static Task TranslateAsync(Func<Task> request) =>
        TranslateAsync(async () =>
        {
            await request().ConfigureAwait(false);
            return true;
        });

    public static async Task<T> TranslateAsync<T>(Func<Task<T>> request)
    {
        try
        {
            return await request().ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            throw Translate(e);
        }
    }

    public static async IAsyncEnumerable<T> TranslateAsync<T>(IAsyncEnumerable<T> rows)
    {
        var row = rows.GetAsyncEnumerator();
        await using (row.ConfigureAwait(false))
        {
            while (await TranslateAsync(async () => await row.MoveNextAsync().ConfigureAwait(false)).ConfigureAwait(false))
            {
                yield return row.Current;
            }
        }
    }

    private static EngineException Translate(StorageException e) => new(
        e.Fault switch
        {
            StorageFault.Denied => EngineFault.Denied,
            StorageFault.NotFound => EngineFault.NotFound,
            StorageFault.Refused => EngineFault.Refused,
            StorageFault.Unreadable => EngineFault.UnreadableRow,
            _ => EngineFault.Unavailable,
        },
        e.Message,
        e);
}
