using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace AbuseServerless.Sharing;

/// <summary>UUIDs of version 5 (RFC 9562, section 5.5): the same name always gives the same one.</summary>
internal static class NameBasedId
{
    // Drawn at random for this project. STIX reserves its own name space for other objects than these.
    private static readonly Guid Namespace = new("5b0c3f6e-2d0b-4d52-9a3c-7f7a5f0c1f7b");

    [SuppressMessage("Security", "CA5350", Justification = "Version 5 is made with SHA-1, and secures nothing.")]
    public static Guid Of(params IEnumerable<string> name)
    {
        Span<byte> bytes = stackalloc byte[20];
        SHA1.HashData([.. Namespace.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(string.Join('\n', name))], bytes);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x50);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes[..16], bigEndian: true);
    }
}
