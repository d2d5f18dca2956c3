namespace AbuseServerless.Geolocation;

/// <summary>A file named by <c>Geolocation:Databases</c> is missing, cannot be read, or is no database of countries or cities.</summary>
public sealed class GeolocationDatabaseException : Exception
{
    /// <summary>Says what is wrong with a file, after the name of the setting.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="problem">What is wrong; completes a sentence that begins with the path.</param>
    /// <param name="inner">The cause, where there is one.</param>
    public GeolocationDatabaseException(string path, string problem, Exception? inner = null)
        : base($"{GeolocationOptions.Section}:{nameof(GeolocationOptions.Databases)}: '{path}' {problem}", inner)
    {
    }
}
