using System.Text;

namespace AbuseServerless.PowerShell.Reports;

/// <summary>Writes a file as a whole: whoever opens it meanwhile finds the old one or the new one.</summary>
internal static class ReportFile
{
    /// <summary>Writes UTF-8 without a byte order mark.</summary>
    /// <param name="path">The file; one that is there is replaced, with its attributes.</param>
    /// <param name="text">What it is to hold.</param>
    /// <exception cref="IOException">It could not be written; what was there is still there.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, string text)
    {
        var fresh = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllText(fresh, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            if (File.Exists(path))
            {
                var attributes = File.GetAttributes(path);
                File.SetAttributes(path, attributes & ~FileAttributes.ReadOnly);
                File.Move(fresh, path, overwrite: true);
                File.SetAttributes(path, attributes);
            }
            else
            {
                File.Move(fresh, path);
            }
        }
        finally
        {
            File.Delete(fresh);
        }
    }
}
