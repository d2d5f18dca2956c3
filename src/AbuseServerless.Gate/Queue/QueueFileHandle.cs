using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace AbuseServerless.Gate.Queue;

/// <summary>Reads files of a mail queue without locking them: .NET would take a shared lock, which a delivery that begins meanwhile would meet.</summary>
internal static class QueueFileHandle
{
    private const int NotThere = 2;
    private const int NotPermitted = 13;
    private const int IsLink = 40;

    private static readonly int NoFollow = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Arm ? 0x8000 : 0x20000;

    // Of Linux: read only, no terminal, no wait for the other end of a pipe, no link, not for children.
    private static readonly int Flags = 0x100 | 0x800 | NoFollow | 0x80000;

    /// <summary>Reads the beginning of a file, as much as there is room for.</summary>
    /// <returns>How many bytes: 0 where the file is not there, or is a link.</returns>
    /// <exception cref="UnauthorizedAccessException">This process may not read it.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static int Read(string path, Span<byte> head)
    {
        using var handle = TryOpen(path);
        var length = 0;
        if (handle is not null)
        {
            for (int read; length < head.Length && (read = RandomAccess.Read(handle, head[length..], length)) > 0; length += read)
            {
            }
        }

        return length;
    }

    private static SafeFileHandle? TryOpen(string path)
    {
        var descriptor = Open(Encoding.UTF8.GetBytes(path + "\0"), Flags);
        return descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true)
            : Marshal.GetLastPInvokeError() == NotPermitted ? throw new UnauthorizedAccessException("A queue file cannot be read: the queue helper needs CAP_DAC_READ_SEARCH.")
            : Marshal.GetLastPInvokeError() is NotThere or IsLink ? null
            : throw new IOException($"A queue file cannot be read: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);
}
