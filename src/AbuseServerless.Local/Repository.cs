namespace AbuseServerless.Local;

/// <summary>Where the checkout is that this program was built in: it holds node_modules and the built functions. An installed tool has none, see <see cref="Parts"/>.</summary>
internal static class Repository
{
    private const string Marker = "AbuseServerless.sln";

    /// <summary>The root folder of the checkout.</summary>
    /// <exception cref="DirectoryNotFoundException">The program runs outside a checkout.</exception>
    public static string Root => field ??= Find(AppContext.BaseDirectory);

    private static string Find(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Marker)))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above '{start}' holds {Marker}: the local runtime works inside a checkout only.");
    }
}
