namespace AbuseServerless.Geolocation;

/// <summary>A file that a setting names is missing, cannot be read, or is not a database of the right kind.</summary>
public sealed class GeolocationDatabaseException : Exception
{
    /// <summary>Says what is wrong with a file, after the name of the setting.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="problem">What is wrong; completes a sentence that begins with the path.</param>
    /// <param name="inner">The cause, where there is one.</param>
    /// <param name="setting">The setting within the section <c>Geolocation</c>.</param>
    public GeolocationDatabaseException(string path, string problem, Exception? inner = null, string setting = nameof(GeolocationOptions.Databases))
        : base($"{GeolocationOptions.Section}:{setting}: '{path}' {problem}", inner)
    {
    }
}
